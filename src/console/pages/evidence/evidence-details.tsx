/** What one look brought: the line to read, the chart, the facts, and the raw output as it came. */

import { App, Button } from 'antd';
import { lazy, Suspense } from 'react';
import { Link } from 'react-router';
import type { EvidenceView } from '../../../domain/view.ts';
import { Boundary, Loading } from '../../parts/feedback.tsx';
import { durationText } from '../../parts/time-text.ts';
import { When } from '../../parts/when.tsx';
import { usePreferences, useText } from '../../preferences/preferences.tsx';
import { factText } from './fact-text.ts';
import { groupSeries } from './series-groups.ts';

const SeriesChart = lazy(() => import('./series-chart.tsx').then((part) => ({ default: part.SeriesChart })));

export function EvidenceDetails({ evidence }: { readonly evidence: EvidenceView }) {
  const t = useText();
  const { locale } = usePreferences();
  const parameters = Object.entries(evidence.parameters);
  return (
    <div className="evidence">
      <h3 className="evidence-headline">{evidence.headline}</h3>
      <p className="story-foot">
        <Link to={`/incidents/${evidence.incidentId}`}>
          <code>{evidence.systemId}</code>
        </Link>
        <code>{evidence.probe}</code>
        <When at={evidence.startedAt} />
        <span>{t('evidence.took', { duration: durationText(locale, evidence.durationMs) })}</span>
        {evidence.status !== 'ok' && <span className="blind-status">{t(`look.${evidence.status}`)}</span>}
      </p>
      {evidence.reason !== null && <p className="evidence-reason">{evidence.reason}</p>}
      {evidence.series.length > 0 && <Charts evidence={evidence} />}
      <Section title={t('evidence.query')} copy={evidence.query}>
        <pre className="mono-block">{evidence.query}</pre>
        {parameters.length > 0 && (
          <p className="chips">
            {parameters.map(([name, value]) => (
              <span key={name} className="chip">
                <span className="faint">{name}=</span>
                {factText(value)}
              </span>
            ))}
          </p>
        )}
      </Section>
      <Facts facts={evidence.facts} />
      <Section title={t('evidence.raw')} copy={evidence.text}>
        {evidence.text === '' ? <p className="soft">{t('evidence.raw.none')}</p> : <pre className="mono-block raw">{evidence.text}</pre>}
        {evidence.isTruncated && <p className="soft">{t('evidence.truncated')}</p>}
      </Section>
      <p className="faint evidence-id">{evidence.id}</p>
    </div>
  );
}

function Charts({ evidence }: { readonly evidence: EvidenceView }) {
  const t = useText();
  const groups = groupSeries(evidence.series);
  return (
    <section className="evidence-section">
      <h4>{t('evidence.series')}</h4>
      <Boundary fallback={<p className="soft">{t('error.broken')}</p>}>
        <Suspense fallback={<Loading>{t('evidence.chartLoading')}</Loading>}>
          {groups.map((group) => (
            <SeriesChart key={group.unit} group={group} changedAtMs={changedAt(evidence.facts)} />
          ))}
        </Suspense>
      </Boundary>
      {groups.some((group) => group.lines.some((line) => line.isBaseline)) && <p className="soft">{t('evidence.baseline')}</p>}
    </section>
  );
}

/** Where the level of the first series moved, if the probe says so. */
function changedAt(facts: EvidenceView['facts']): number | null {
  const at = facts['range.shiftAt'];
  const atMs = typeof at === 'string' ? Date.parse(at) : Number.NaN;
  return Number.isNaN(atMs) ? null : atMs;
}

function Facts({ facts }: { readonly facts: EvidenceView['facts'] }) {
  const t = useText();
  const entries = Object.entries(facts);
  if (entries.length === 0) return null;
  return (
    <section className="evidence-section">
      <h4>{t('evidence.facts', { count: entries.length })}</h4>
      <div className="table-scroll fact-table">
        <table>
          <tbody>
            {entries.map(([name, value]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td title={String(value)}>{factText(value, name)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Section({ title, copy, children }: { readonly title: string; readonly copy: string; readonly children: React.ReactNode }) {
  const t = useText();
  const { message } = App.useApp();
  function copyText(): void {
    void navigator.clipboard?.writeText(copy).then(() => message.success(t('action.copied')));
  }
  return (
    <section className="evidence-section">
      <h4>
        {title}
        {copy !== '' && (
          <Button size="small" type="text" onClick={copyText}>
            {t('action.copy')}
          </Button>
        )}
      </h4>
      {children}
    </section>
  );
}
