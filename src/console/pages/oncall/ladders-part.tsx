/** Who is called, level by level, for which incidents. */

import type { LadderView } from '../../../domain/calls-view.ts';
import { useBackend, useResource } from '../../live/use-resource.ts';
import { ErrorNote } from '../../parts/feedback.tsx';
import { usePreferences, useText } from '../../preferences/preferences.tsx';

export function LaddersPart() {
  const t = useText();
  const { locale } = usePreferences();
  const { calls } = useBackend();
  const ladders = useResource(
    `ladders ${locale}`,
    () => calls.ladders(),
    () => ['oncall'],
  );
  const items = ladders.value?.items ?? [];
  return (
    <section className="oncall-section" aria-label={t('oncall.ladders')}>
      <h2>{t('oncall.ladders')}</h2>
      {ladders.error !== null && <ErrorNote error={ladders.error} onRetry={ladders.reload} />}
      {ladders.value !== null && items.length === 0 && <p className="soft">{t('oncall.noLadder')}</p>}
      <div className="oncall-ladders">
        {items.map((ladder) => (
          <LadderCard key={ladder.name} ladder={ladder} />
        ))}
      </div>
    </section>
  );
}

function LadderCard({ ladder }: { readonly ladder: LadderView }) {
  const t = useText();
  const labels = Object.entries(ladder.match);
  const facts = [
    ladder.startAfterMinutes === 0 ? t('oncall.ladder.now') : t('oncall.ladder.start', { minutes: ladder.startAfterMinutes }),
    ...(ladder.repeat > 0 ? [t('oncall.ladder.repeat', { count: ladder.repeat })] : []),
    ...(ladder.stillOnItMinutes === null ? [] : [t('oncall.ladder.still', { minutes: ladder.stillOnItMinutes })]),
    ...(ladder.stillOnItMinutes === null || ladder.answerWithinMinutes === null
      ? []
      : [t('oncall.ladder.answer', { minutes: ladder.answerWithinMinutes })]),
    ...(ladder.quietHours === null ? [] : [t('oncall.ladder.quiet', { hours: ladder.quietHours })]),
  ];
  return (
    <article className="oncall-card">
      <p className="oncall-ladder-head">
        <strong>{ladder.name}</strong>
        {labels.length === 0 && <span className="soft">{t('oncall.ladder.all')}</span>}
        {labels.map(([name, value]) => (
          <code key={name} className="chip">
            {name}={value}
          </code>
        ))}
      </p>
      <p className="soft">{facts.join(' · ')}</p>
      <ol className="oncall-steps">
        {ladder.levels.map(({ call, by, everyMinutes }, level) => (
          <li key={`${call.join()} ${by.join()}`}>
            {t('oncall.ladder.levelOf', { level: level + 1 })}
            <strong>{call.length === 0 ? t('oncall.ladder.responders') : call.join(' · ')}</strong>{' '}
            <span className="soft">
              {by.map((way) => t(`oncall.way.${way}`)).join(' → ')} · {t('oncall.ladder.every', { minutes: everyMinutes })}
            </span>
          </li>
        ))}
      </ol>
    </article>
  );
}
