/** Shifts as bars over the days ahead: who has which hours, what is an override, and where nobody is. */

import type { ScheduleView } from '../../../domain/oncall-view.ts';
import { absoluteTime } from '../../parts/time-text.ts';
import { usePreferences, useText } from '../../preferences/preferences.tsx';

const dayMs = 86_400_000;

interface Bar {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly words: string;
  readonly form: '' | 'is-override' | 'is-gap';
}

export function DaysAhead({
  schedules,
  fromMs,
  toMs,
}: {
  readonly schedules: readonly ScheduleView[];
  readonly fromMs: number;
  readonly toMs: number;
}) {
  const { locale } = usePreferences();
  const share = (ms: number): number => ((Math.min(Math.max(ms, fromMs), toMs) - fromMs) / (toMs - fromMs)) * 100;
  const format = new Intl.DateTimeFormat(locale, { weekday: 'short', month: 'numeric', day: 'numeric' });
  return (
    <div className="oncall-days">
      <div className="oncall-row is-axis" aria-hidden="true">
        <span />
        <div className="oncall-axis">
          {midnightsIn(fromMs, toMs).map((ms) => (
            <span key={ms} style={{ left: `${share(ms)}%` }}>
              {format.format(ms)}
            </span>
          ))}
        </div>
      </div>
      {schedules.map((schedule) => (
        <div key={schedule.id} className="oncall-row">
          <span>{schedule.name}</span>
          <Track schedule={schedule} share={share} />
        </div>
      ))}
    </div>
  );
}

function Track({ schedule, share }: { readonly schedule: ScheduleView; readonly share: (ms: number) => number }) {
  const t = useText();
  const { locale } = usePreferences();
  const bars: readonly Bar[] = [
    ...schedule.shifts.map(
      (shift): Bar => ({
        ...{ key: `${shift.from} ${shift.layer}`, from: shift.from, to: shift.to, form: shift.overrideId === null ? '' : 'is-override' },
        words: shift.people.map(({ name }) => name).join(' · '),
      }),
    ),
    ...schedule.gaps.map((gap): Bar => ({ ...gap, key: `gap ${gap.from}`, words: t('oncall.gap'), form: 'is-gap' })),
  ];
  return (
    <div className="oncall-track">
      {bars.map(({ key, from, to, words, form }) => {
        const [left, right] = [share(Date.parse(from)), share(Date.parse(to))];
        const hint = `${words}${form === 'is-override' ? ` (${t('oncall.taken')})` : ''}: ${absoluteTime(locale, from)} – ${absoluteTime(locale, to)}`;
        return (
          <span key={key} className={`oncall-shift ${form}`} style={{ left: `${left}%`, width: `${right - left}%` }} title={hint}>
            {words}
          </span>
        );
      })}
    </div>
  );
}

/** On the reader's clock. */
function midnightsIn(fromMs: number, toMs: number): readonly number[] {
  const first = new Date(fromMs);
  first.setHours(24, 0, 0, 0);
  const found: number[] = [];
  for (let ms = first.getTime(); ms < toMs; ms += dayMs) found.push(new Date(ms).getTime());
  return found;
}
