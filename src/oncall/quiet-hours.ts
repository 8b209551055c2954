/** Hours in which what isn't critical wakes nobody. */

import { type Hours, weekdays } from '../domain/hours.ts';
import { addDays, dayAt, momentAt, weekdayOf } from './wall-clock.ts';

/** Longer than any chain of hours that follow each other without a gap; who is always quiet is called after a week. */
const daysMax = 8;

/** The moment, in epoch ms, at which the quiet ends that the given moment lies in; null when it lies in none. */
export function quietUntil(hours: Hours, nowMs: number): number | null {
  let untilMs = nowMs;
  for (let round = 0; round < daysMax; round += 1) {
    const end = endOf(hours, untilMs);
    if (end === null) break;
    untilMs = end;
  }
  return untilMs === nowMs ? null : untilMs;
}

/** Hours that began yesterday may still last. */
function endOf({ days, from, to, timeZone }: Hours, atMs: number): number | null {
  const today = dayAt(timeZone, atMs);
  for (const day of [addDays(today, -1), today]) {
    const isOn = days.some((each) => weekdays.indexOf(each) === weekdayOf(day));
    const [beginMs, endMs] = [momentAt(timeZone, day, from), momentAt(timeZone, to > from ? day : addDays(day, 1), to)];
    if (isOn && beginMs <= atMs && atMs < endMs) return endMs;
  }
  return null;
}
