/** The rest of the facts: what could not be looked at, what was spent, where it is talked about. */

import { Link } from 'react-router';
import type { IncidentView } from '../../../domain/view.ts';
import { BudgetBar } from '../../parts/card-view.tsx';
import { Panel } from '../../parts/panel.tsx';
import { SafeLink } from '../../parts/safe-link.tsx';
import { usePreferences, useText } from '../../preferences/preferences.tsx';
import { sayWord } from '../../text.ts';

export function FactsPanel({ incident }: { readonly incident: IncidentView }) {
  const t = useText();
  const { locale } = usePreferences();
  return (
    <>
      {incident.blindSpots.length > 0 && (
        <Panel title={t('blindSpots.title')}>
          <ul className="blind-spots">
            {incident.blindSpots.map((spot) => (
              <li key={`${spot.systemId} ${spot.probe}`}>
                <span className="blind-status">{sayWord(locale, 'look', spot.status)}</span>
                <code>
                  {spot.systemId} · {spot.probe}
                </code>
                <p>{spot.reason}</p>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <Panel title={t('facts.title')}>
        <dl className="about">
          <dt>{t('facts.origin')}</dt>
          <dd>{sayWord(locale, 'origin', incident.origin)}</dd>
          {incident.systemIds.length > 0 && (
            <>
              <dt>{t('facts.systems')}</dt>
              <dd className="chips">
                {incident.systemIds.map((id) => (
                  <Link key={id} className="chip" to={`/systems?q=${encodeURIComponent(id)}`}>
                    {id}
                  </Link>
                ))}
              </dd>
            </>
          )}
          <dt>{t('facts.spent')}</dt>
          <dd>
            <Spent incident={incident} />
          </dd>
          {incident.threads.length > 0 && (
            <>
              <dt>{t('facts.threads')}</dt>
              <dd>
                <Threads incident={incident} />
              </dd>
            </>
          )}
        </dl>
      </Panel>
    </>
  );
}

function Spent({ incident }: { readonly incident: IncidentView }) {
  const t = useText();
  const { spent, budget } = incident;
  const rows = [
    ['facts.probes', spent.probes, budget.probesMax],
    ['facts.seconds', Math.round(spent.seconds), budget.secondsMax],
    ['facts.llmCalls', spent.llmCalls, budget.llmCallsMax],
    ['facts.tokens', spent.tokens, budget.tokensMax],
  ] as const;
  const isModelUsed = spent.llmCalls > 0;
  return rows
    .filter(([key, , max]) => max > 0 && (isModelUsed || key === 'facts.probes' || key === 'facts.seconds'))
    .map(([key, done, max]) => <BudgetBar key={key} ratio={done / max} text={t(key, { done, max })} />);
}

function Threads({ incident }: { readonly incident: IncidentView }) {
  return (
    <ul className="threads">
      {incident.threads.map((thread) => {
        const name = `${thread.adapter} · #${thread.channel}`;
        const link = thread.adapter === 'console' && thread.thread !== null ? `/?thread=${encodeURIComponent(thread.thread)}` : thread.link;
        return <li key={`${name} ${thread.thread}`}>{link === null ? name : <SafeLink url={link}>{name}</SafeLink>}</li>;
      })}
    </ul>
  );
}
