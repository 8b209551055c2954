/** Why somebody was called for an incident or wasn't, and who is next: read from the records alone. */

import { useBackend, useResource } from '../../live/use-resource.ts';
import { ErrorNote, Loading } from '../../parts/feedback.tsx';
import { When } from '../../parts/when.tsx';
import { usePreferences, useText } from '../../preferences/preferences.tsx';

export function CallsExplained({ incident }: { readonly incident: string }) {
  const t = useText();
  const { locale } = usePreferences();
  const { calls } = useBackend();
  const why = useResource(
    `why-called ${locale} ${incident}`,
    () => calls.whyCalled(incident),
    (value) => [`incident:${value?.incidentId ?? incident}`, 'oncall'],
  );
  if (why.value === null) return why.error === null ? <Loading /> : <ErrorNote error={why.error} onRetry={why.reload} />;
  const { headline, calls: made } = why.value;
  return (
    <div className="calls-explained">
      <p>{headline}</p>
      {made.length > 0 && (
        <ol className="calls-made">
          {made.map((call) => (
            <li key={call.id}>
              <span className="soft">
                <When at={call.at} form="clock" />
              </span>
              <span>
                <span className={`call-outcome is-${call.outcome}`}>{t(`oncall.outcome.${call.outcome}`)}</span>
                {call.level !== null && <span className="soft"> {t('oncall.ladder.level', { level: call.level })} · </span>} {call.text}
              </span>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
