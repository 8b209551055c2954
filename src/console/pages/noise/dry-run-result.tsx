/** What the rules would have done: counts, and for each part some of the alerts that it meets. */

import type { DryRunView } from '../../../operations/noise/rules-contract.ts';
import { When } from '../../parts/when.tsx';
import { useText } from '../../preferences/preferences.tsx';

export function DryRunResult({ view }: { readonly view: DryRunView }) {
  const t = useText();
  return (
    <div className="dry-run" role="status">
      <p>
        <strong>{t('rules.tried', { days: view.days, alerts: view.alerts, kept: view.keptBack })}</strong>{' '}
        {t('rules.groups', { before: view.groupsBefore, after: view.groupsAfter, severities: view.severityChanged })}
        {view.isCut && ` ${t('rules.cut')}`}
      </p>
      <ul className="noise-list">
        {view.parts.map(({ kind, id, name, alerts, keptBack, samples }) => (
          <li key={`${kind} ${id}`} className="noise-row">
            <div className="noise-words">
              <p className="noise-head">
                {t(`rules.${kind}`)} <code className="chip">{id}</code> {name}
              </p>
              <p>{t('rules.counts', { alerts, kept: keptBack })}</p>
              {samples.map((sample) => (
                <p key={`${sample.title} ${sample.startsAt}`} className="soft">
                  <When at={sample.startsAt} /> {sample.title}
                </p>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
