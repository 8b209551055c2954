/** Who was called lately, and what came of it. */

import { Link } from 'react-router';
import { useBackend, useResource } from '../../live/use-resource.ts';
import { ErrorNote } from '../../parts/feedback.tsx';
import { When } from '../../parts/when.tsx';
import { usePreferences, useText } from '../../preferences/preferences.tsx';

const limit = 50;

export function CallsPart() {
  const t = useText();
  const { locale } = usePreferences();
  const { calls } = useBackend();
  const recent = useResource(
    `calls ${locale}`,
    () => calls.recentCalls(limit),
    () => ['oncall', 'incidents'],
  );
  const items = recent.value?.items ?? [];
  return (
    <section className="oncall-section" aria-label={t('oncall.calls')}>
      <h2>{t('oncall.calls')}</h2>
      {recent.error !== null && <ErrorNote error={recent.error} onRetry={recent.reload} />}
      {recent.value !== null && items.length === 0 && <p className="soft">{t('oncall.calls.empty')}</p>}
      {items.length > 0 && (
        <ul className="oncall-calls">
          {items.map((call) => (
            <li key={call.id} className="oncall-call">
              <span className="soft">
                <When at={call.at} />
              </span>
              <Link to={`/incidents/${call.code}`}>{call.code}</Link>
              <span className={`is-${call.outcome}`}>{t(`oncall.outcome.${call.outcome}`)}</span>
              <span className="oncall-call-text">
                {call.level !== null && <span className="soft">{t('oncall.ladder.level', { level: call.level })} · </span>}
                {call.text}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
