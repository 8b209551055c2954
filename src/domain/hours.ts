/** When somebody wants to hear: days and times of day on the clock of a place. */

import { Temporal } from 'temporal-polyfill';

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

export interface Hours {
  readonly days: readonly Weekday[];
  /** `09:00`; a `to` that isn't later ends on the next day. */
  readonly from: string;
  readonly to: string;
  /** IANA name. */
  readonly timeZone: string;
}

/** The given moment when it lies within the hours, else the moment at which they next begin. */
export function nextWithin({ days, from, to, timeZone }: Hours, nowMs: number): number {
  const today = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(timeZone).toPlainDate();
  const [begin, end] = [Temporal.PlainTime.from(from), Temporal.PlainTime.from(to)];
  const isOverMidnight = Temporal.PlainTime.compare(end, begin) <= 0;
  const momentOf = (day: Temporal.PlainDate, plainTime: Temporal.PlainTime): number =>
    day.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds;
  // A night that began yesterday may still go on.
  for (let ahead = -1; ahead <= 7; ahead += 1) {
    const day = today.add({ days: ahead });
    if (!days.includes(weekdays[day.dayOfWeek - 1] ?? 'mon')) continue;
    if (nowMs < momentOf(day, begin)) return momentOf(day, begin);
    if (nowMs < momentOf(isOverMidnight ? day.add({ days: 1 }) : day, end)) return nowMs;
  }
  return nowMs;
}
