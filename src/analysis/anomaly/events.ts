/** Joins the points of one disturbance, so that people hear of it once: from its onset until it has been quiet for a while. */

import { scoreThreshold, type Verdict } from './detector.ts';

export interface AnomalyEvent {
  readonly fromMs: number;
  readonly toMs: number;
  readonly points: number;
  /** True while the series ends within the event. */
  readonly isOpen: boolean;
  /** The point that strays most. */
  readonly worst: Verdict;
  readonly onset: Verdict;
}

/** Points below the threshold that end an event. */
const quietPoints = 6;

/** In order of time. A point counts when its score reaches the threshold, when it raises an alert, or when it ends a long gap. */
export function joinEvents(verdicts: readonly Verdict[]): readonly AnomalyEvent[] {
  const events: AnomalyEvent[] = [];
  let open: { onset: Verdict; worst: Verdict; last: number; points: number } | null = null;
  const close = (current: NonNullable<typeof open>, isOpen: boolean): void => {
    const { onset, worst, points } = current;
    events.push({ fromMs: onset.timeMs, toMs: verdicts[current.last]?.timeMs ?? onset.timeMs, points, isOpen, worst, onset });
  };
  for (const [index, verdict] of verdicts.entries()) {
    if (open !== null && index - open.last > quietPoints) {
      close(open, false);
      open = null;
    }
    if (verdict.score < scoreThreshold && !verdict.isAlert && verdict.gapMs === 0) continue;
    open ??= { onset: verdict, worst: verdict, last: index, points: 0 };
    open.last = index;
    open.points += 1;
    if (weight(verdict) > weight(open.worst)) open.worst = verdict;
  }
  if (open !== null) close(open, verdicts.length - 1 - open.last <= quietPoints);
  return events;
}

function weight(verdict: Verdict): number {
  return verdict.size + verdict.surprise;
}
