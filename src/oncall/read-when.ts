/** Times as people say them, on the clock of the schedule that is asked about: “tomorrow 3am”, “明天晚上”, “Friday 18:00 to Saturday 9:00”. */

import { en, type ParsedComponents, type ParsedResult, zh } from 'chrono-node';
import type { Span } from './schedule.ts';
import { addDays, dayAt, momentAt, offsetMinutesAt, weekdayOf } from './wall-clock.ts';

/** Parts of a day, as they are meant when somebody takes a shift; a `to` that isn't later ends on the next day. */
const parts: readonly (readonly [words: RegExp, from: string, to: string])[] = [
  [/\b(?:tonight|(?:over)?night)\b|晚上|夜里|夜间|夜班|晚班|今晚|明晚|后晚/i, '20:00', '08:00'],
  [/\bevening\b|傍晚/i, '18:00', '00:00'],
  [/\bmorning\b|早上|上午|早班/i, '06:00', '12:00'],
  [/\bafternoon\b|下午/i, '12:00', '18:00'],
];
const weekend = /\b(?:this |next )?weekend\b|(?:这个?|下个?)?周末/i;
const present = /\b(?:right )?now\b|现在|此刻|目前|当前/i;
const clocks = /(\d{1,2}):(\d{2})\s*(?:to|till|until|-|–|—|~|到|至)\s*(\d{1,2}):(\d{2})(?!\s*(?:on|\d|月))/i;
/** Two days with a time each are the library's to read. */
const dayBetween = /(?:\b(?:to|till|until)\b|-|–|到|至)\s*(?:[a-z]{3,}|[明后今]|下?周|\d{1,2}月|\d{4}-)/i;

/** Null when no time is named. */
export function readMoment(text: string, timeZone: string, nowMs: number): number | null {
  if (present.test(text)) return nowMs;
  const found = parse(text, timeZone, nowMs);
  if (found === null) return null;
  if (found.start.isCertain('hour')) return momentOf(found.start, timeZone);
  const part = parts.find(([words]) => words.test(text));
  return part === undefined ? momentOf(found.start, timeZone) : momentAt(timeZone, dayOf(found.start), part[1]);
}

/** A stretch of time; an end that isn't named is `null`: the shift’s own. Null when no time is named at all. */
export function readStretch(
  text: string,
  timeZone: string,
  nowMs: number,
): { readonly fromMs: number; readonly toMs: number | null } | null {
  const named = clocks.exec(text);
  const found = parse(text, timeZone, nowMs);
  if (named !== null && !dayBetween.test(text)) {
    const day = found === null ? dayAt(timeZone, nowMs) : dayOf(found.start);
    return daySpan(timeZone, day, timeOf(named[1], named[2]), timeOf(named[3], named[4]));
  }
  if (weekend.test(text)) return nextWeekend(timeZone, nowMs, /next|下/i.test(weekend.exec(text)?.[0] ?? ''));
  if (found === null) return present.test(text) ? { fromMs: nowMs, toMs: null } : null;
  const { start, end } = found;
  if (end !== null && end !== undefined) return orderly(momentOf(start, timeZone), momentOf(end, timeZone));
  if (start.isCertain('hour')) return { fromMs: momentOf(start, timeZone), toMs: null };
  const [, from, to] = parts.find(([words]) => words.test(text)) ?? [null, '00:00', '00:00'];
  return daySpan(timeZone, dayOf(start), from, to);
}

function parse(text: string, timeZone: string, nowMs: number): ParsedResult | null {
  const reference = { instant: new Date(nowMs), timezone: offsetMinutesAt(timeZone, nowMs) };
  for (const chrono of /\p{Script=Han}/u.test(text) ? [zh.hans, en] : [en]) {
    const found = chrono
      .parse(text, reference, { forwardDate: true })
      .find(({ start }) => start.isCertain('hour') || start.isCertain('day') || start.isCertain('weekday'));
    if (found !== undefined) return found;
  }
  return null;
}

/** What was said is read off the clock of the place; the library only knows offsets, and those change. */
function momentOf(said: ParsedComponents, timeZone: string): number {
  if (said.isCertain('timezoneOffset')) return said.date().getTime();
  return momentAt(timeZone, dayOf(said), timeOf(said.get('hour') ?? 0, said.get('minute') ?? 0));
}

function dayOf(said: ParsedComponents): string {
  const two = (value: number | null): string => String(value ?? 1).padStart(2, '0');
  return `${said.get('year') ?? 1970}-${two(said.get('month'))}-${two(said.get('day'))}`;
}

function timeOf(hour: string | number | undefined, minute: string | number | undefined): string {
  const [hours, minutes] = [Math.min(23, Number(hour)), Math.min(59, Number(minute))];
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

function daySpan(timeZone: string, day: string, from: string, to: string): Span {
  const end = to > from ? day : addDays(day, 1);
  return { fromMs: momentAt(timeZone, day, from), toMs: momentAt(timeZone, end, to) };
}

function nextWeekend(timeZone: string, nowMs: number, isNext: boolean): Span {
  const today = dayAt(timeZone, nowMs);
  const saturday = addDays(today, (isNext ? 7 : 0) + (weekdayOf(today) === 6 ? -1 : 5 - weekdayOf(today)));
  return { fromMs: momentAt(timeZone, saturday, '00:00'), toMs: momentAt(timeZone, addDays(saturday, 2), '00:00') };
}

function orderly(fromMs: number, toMs: number): { readonly fromMs: number; readonly toMs: number | null } {
  return toMs > fromMs ? { fromMs, toMs } : { fromMs, toMs: null };
}
