/** A line for each group, with the total below. */

import type { Durations, Insight, InsightReport } from '../../../domain/insight.ts';
import { usePreferences, useText } from '../../preferences/preferences.tsx';
import { sayWord } from '../../text.ts';
import { secondsText } from './duration.ts';

export function GroupTable({ report }: { readonly report: InsightReport }) {
  const t = useText();
  const most = Math.max(1, ...report.items.map(({ incidents }) => incidents));
  return (
    <div className="insight-table">
      <table>
        <thead>
          <tr>
            <th scope="col">{t(`insights.group.${report.group}`)}</th>
            <th scope="col">{t('insights.incidents')}</th>
            {(['alerts', 'notifications', 'noise'] as const).map((name) => (
              <th key={name} scope="col" className="number">
                {t(`insights.${name}`)}
              </th>
            ))}
            {['MTTD', 'MTTA', 'MTTI', 'MTTR'].map((name) => (
              <th key={name} scope="col" className="number">
                {name}
              </th>
            ))}
            <th scope="col" className="number">
              {t('insights.fixedByPlan')}
            </th>
            <th scope="col" className="number">
              {t('insights.saved')}
            </th>
          </tr>
        </thead>
        <tbody>
          {report.items.map((item) => (
            <Line key={item.key} insight={item} most={most} group={report.group} />
          ))}
        </tbody>
        <tfoot>
          <Line insight={report.total} most={null} group={null} />
        </tfoot>
      </table>
    </div>
  );
}

interface LineProps {
  readonly insight: Insight;
  /** Incidents of the longest bar; null draws none. */
  readonly most: number | null;
  /** Null for the total. */
  readonly group: InsightReport['group'] | null;
}

function Line({ insight, most, group }: LineProps) {
  const t = useText();
  const { locale } = usePreferences();
  const { key, incidents, noise, saved } = insight;
  const mean = (of: Durations | null) => secondsText(of?.mean ?? null, locale);
  const name = key === '' ? t('insights.none') : group === 'severity' ? sayWord(locale, 'severity', key) : key;
  return (
    <tr>
      <th scope="row">{group === null ? t('insights.total') : name}</th>
      <td className="insight-share">
        <span>{incidents}</span>
        {most !== null && <i style={{ inlineSize: `${(incidents / most) * 100}%` }} />}
      </td>
      <td className="number">{insight.alerts}</td>
      <td className="number">{insight.notifications}</td>
      <td className="number">{noise.share === null ? '–' : `${Math.round(noise.share * 100)}%`}</td>
      <td className="number">{mean(insight.detect)}</td>
      <td className="number">{mean(insight.acknowledge)}</td>
      <td className="number">{mean(insight.identify)}</td>
      <td className="number">{mean(insight.resolve)}</td>
      <td className="number">{insight.fixedByPlan}</td>
      <td className="number">{secondsText(saved?.seconds ?? null, locale)}</td>
    </tr>
  );
}
