/** What the newest verdicts of one series say: whether something unusual goes on, how sure that is, and in words. */

import type { DetectionDirection } from '../../domain/detection.ts';
import type { LocalText } from '../../domain/text.ts';
import { scoreThreshold, type Verdict } from '../anomaly/detector.ts';
import { type AnomalyEvent, joinEvents } from '../anomaly/events.ts';
import { explainEvent } from '../anomaly/reason.ts';
import { oddsOf } from './threshold.ts';

export interface Onset {
  readonly sinceMs: number;
  readonly odds: number;
  readonly reason: LocalText;
}

/** With fewer points than this nobody knows what is usual. */
export const learnedPoints = 120;

/** Null while nothing unusual goes on at the end of the verdicts, on the side that is trouble. */
export function observeAnomaly(verdicts: readonly Verdict[], direction: DetectionDirection, timeZone: string): Onset | null {
  const event = joinEvents(verdicts.map((verdict) => onSide(verdict, direction))).at(-1);
  if (event === undefined || !event.isOpen) return null;
  return { sinceMs: event.fromMs, odds: oddsOf(sureness(event, verdicts)), reason: explainEvent(event, timeZone) };
}

/** What strays to the harmless side is quiet; so is a pause, which is more often the monitoring's than the system's. */
function onSide(verdict: Verdict, direction: DetectionDirection): Verdict {
  const isHarmless =
    (direction === 'high' && verdict.value < verdict.expected) || (direction === 'low' && verdict.value > verdict.expected);
  return isHarmless ? { ...verdict, score: 0, isAlert: false, gapMs: 0 } : { ...verdict, gapMs: 0 };
}

/** The surest point: by its distance, or by how rare its onset was. */
function sureness(event: AnomalyEvent, verdicts: readonly Verdict[]): number {
  let most = scoreThreshold;
  for (const { timeMs, score, surprise, isAlert } of verdicts) {
    if (timeMs < event.fromMs) continue;
    most = Math.max(most, score, isAlert ? surprise : 0);
  }
  return most;
}
