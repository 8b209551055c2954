/** Time intervals as Alertmanager's configuration writes them: whether a moment lies within, and how much of a week they cover. */

import { z } from 'zod';

const names = z.array(z.union([z.string(), z.number()]).transform(String)).default([]);
const span = z.looseObject({
  times: z.array(z.looseObject({ start_time: z.string(), end_time: z.string() })).default([]),
  weekdays: names,
  days_of_month: names,
  months: names,
  years: names,
  location: z.string().default('UTC'),
});

/** A named interval: within it is what lies within one of its spans. */
export const timeInterval = z.looseObject({ name: z.string(), time_intervals: z.array(span).default([]) });

type Span = z.infer<typeof span>;
export type TimeInterval = z.infer<typeof timeInterval>;

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const months = [
  ...['january', 'february', 'march', 'april', 'may', 'june'],
  ...['july', 'august', 'september', 'october', 'november', 'december'],
];
const stepMs = 15 * 60_000;
const weekMs = 7 * 86_400_000;

/** Pure. */
export function isWithin(interval: TimeInterval, atMs: number): boolean {
  return interval.time_intervals.some((each) => isInSpan(each, atMs));
}

/** Pure: of the week to come, the part for which `isMuted` holds, and when it ends first; null where that is not within the week. */
export function weekOf(isMuted: (atMs: number) => boolean, nowMs: number): { readonly ratio: number; readonly endsAtMs: number | null } {
  const moments = Array.from({ length: weekMs / stepMs }, (_, index) => nowMs + index * stepMs);
  const open = moments.filter((atMs) => !isMuted(atMs));
  return { ratio: 1 - open.length / moments.length, endsAtMs: open[0] ?? null };
}

/** Pure: an interval in one line, as its author wrote it. */
export function spanText({ time_intervals: spans }: TimeInterval): string {
  return spans
    .map(({ times, weekdays: days, days_of_month: dates, months: inMonths, years, location }) => {
      const parts = [
        ...(times.length === 0 ? [] : [times.map(({ start_time: from, end_time: to }) => `${from}-${to}`).join(' ')]),
        ...[days, dates, inMonths, years].filter((each) => each.length > 0).map((each) => each.join(' ')),
      ];
      return `${parts.length === 0 ? 'always' : parts.join(', ')} ${location}`;
    })
    .join('; ');
}

function isInSpan(given: Span, atMs: number): boolean {
  const local = localOf(atMs, given.location);
  if (local === null) return false;
  const isIn = (ranges: readonly string[], value: number, read: (text: string) => number): boolean =>
    ranges.length === 0 ||
    ranges.some((range) => {
      const [from = '', to = from] = range.split(':');
      return value >= read(from) && value <= read(to);
    });
  // A negative day counts from the end of the month.
  const dayOf = (text: string): number => (Number(text) < 0 ? local.daysInMonth + 1 + Number(text) : Number(text));
  return (
    (given.times.length === 0 ||
      given.times.some(({ start_time: from, end_time: to }) => local.minute >= minuteOf(from) && local.minute < minuteOf(to))) &&
    isIn(given.weekdays, local.weekday, (text) => weekdays.indexOf(text.toLowerCase())) &&
    isIn(given.days_of_month, local.day, dayOf) &&
    isIn(given.months, local.month, (text) => (/^\d+$/.test(text) ? Number(text) : months.indexOf(text.toLowerCase()) + 1)) &&
    isIn(given.years, local.year, Number)
  );
}

function minuteOf(time: string): number {
  const [hours = '0', minutes = '0'] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}

/** Null where the zone is not known here. */
function localOf(atMs: number, zone: string) {
  const read = shiftedOf(atMs, zone);
  if (read === null) return null;
  return {
    year: read.getUTCFullYear(),
    month: read.getUTCMonth() + 1,
    day: read.getUTCDate(),
    weekday: read.getUTCDay(),
    minute: read.getUTCHours() * 60 + read.getUTCMinutes(),
    daysInMonth: new Date(Date.UTC(read.getUTCFullYear(), read.getUTCMonth() + 1, 0)).getUTCDate(),
  };
}

/** Making one takes longer than a hundred readings of it, and a week has hundreds. */
const wallClocks = new Map<string, Intl.DateTimeFormat>();

/** The clock on the wall of that zone, as if it were UTC. */
function shiftedOf(atMs: number, zone: string): Date | null {
  if (zone === 'UTC') return new Date(atMs);
  try {
    return new Date(`${wallClockOf(zone).format(new Date(atMs)).replace(' ', 'T')}Z`);
  } catch {
    return null;
  }
}

/** Throws RangeError for a zone that is not known here. */
function wallClockOf(zone: string): Intl.DateTimeFormat {
  const known = wallClocks.get(zone);
  if (known !== undefined) return known;
  const shape = { dateStyle: 'short', timeStyle: 'medium' } as const;
  const made = new Intl.DateTimeFormat('sv-SE', zone === 'Local' ? shape : { ...shape, timeZone: zone });
  wallClocks.set(zone, made);
  return made;
}
