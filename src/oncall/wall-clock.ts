/**
 * Between the clock on the wall of a place and the time line. The rules of time zones are the library's; ours is what a time of day means
 * that the clock shows twice or never: the first moment at which it shows this time or a later one. So the moments of later times never
 * come before those of earlier ones, whatever is done to the clock, and a handover on such a day takes place exactly once.
 */

import { Temporal } from 'temporal-polyfill';

/** The first moment, in epoch ms, at which the clock of the place has reached the day (`2026-01-05`) and time (`09:00`). */
export function momentAt(timeZone: string, day: string, time: string, addHours = 0): number {
  const wanted = Temporal.PlainDate.from(day).toPlainDateTime(Temporal.PlainTime.from(time)).add({ hours: addHours });
  const found = wanted.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  if (found.toPlainDateTime().equals(wanted)) return found.epochMilliseconds;
  // The clock leaps over it: what was found lies before the leap.
  return (found.getTimeZoneTransition('next') ?? found).epochMilliseconds;
}

/** `2026-01-05`, as the calendar of the place has it. */
export function dayAt(timeZone: string, ms: number): string {
  return zoned(timeZone, ms).toPlainDate().toString();
}

/** `2026-01-05 09:00`, as the clock of the place shows it. */
export function clockAt(timeZone: string, ms: number): string {
  return zoned(timeZone, ms).toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ');
}

/** 0 is Monday. */
export function weekdayOf(day: string): number {
  return Temporal.PlainDate.from(day).dayOfWeek - 1;
}

export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

export function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days;
}

/** Minutes that the clock of the place is ahead of UTC. */
export function offsetMinutesAt(timeZone: string, ms: number): number {
  return Math.round(zoned(timeZone, ms).offsetNanoseconds / 60e9);
}

export function isDay(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text;
  } catch {
    return false;
  }
}

export function isTimeZone(name: string): boolean {
  try {
    zoned(name, 0);
    return true;
  } catch {
    return false;
  }
}

function zoned(timeZone: string, ms: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone);
}
