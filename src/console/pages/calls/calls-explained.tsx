/** Why somebody was called for an incident or wasn't, and who is next: read from the records alone. */

import '../../style/calls.css';
import { ErrorNote, Loading } from '../../parts/feedback.tsx';
import { When } from '../../parts/when.tsx';
import { useText } from '../../preferences/preferences.tsx';
import { useWhyCalled } from './use-why-called.ts';

export function CallsExplained({ incident }: { readonly incident: string }) {
  const t = useText();
  const why = useWhyCalled(incident);
  if (why.value === null) return why.error === null ? <Loading /> : <ErrorNote error={why.error} onRetry={why.reload} />;
  const { headline, next, calls: made } = why.value;
  return (
    <div className="calls-explained">
      <p>{headline}</p>
      {next.length > 0 && (
        <>
          <h4>{t('calls.next')}</h4>
          <ol className="calls-made">
            {next.map(({ at, level, way, people }) => (
              <li key={`${at} ${level} ${way}`}>
                <When at={at} form="clock" />
                <span>
                  <strong>{people.length === 0 ? t('calls.everybody') : people.map(({ name }) => name).join(' · ')}</strong>{' '}
                  <span className="soft">
                    {t('oncall.ladder.level', { level })} · {t(`oncall.way.${way}`)}
                  </span>
                </span>
              </li>
            ))}
          </ol>
        </>
      )}
      {made.length > 0 && next.length > 0 && <h4>{t('calls.made')}</h4>}
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
