/** Times and counts in a sentence: “since 14:00”, “最近半小时”, “around 03:10”, “top 20”. */

import { en, zh } from 'chrono-node';

export interface Span {
  readonly fromMs: number;
  /** The moment that is meant: the named one, or the end of the stretch. */
  readonly atMs: number;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
const units: readonly (readonly [pattern: string, ms: number])[] = [
  ['seconds?|secs?|s|秒钟?', 1_000],
  ['minutes?|mins?|m|分钟?', minuteMs],
  ['hours?|hrs?|h|个?小时', 60 * minuteMs],
  ['days?|d|天', dayMs],
  ['weeks?|w|周|星期', 7 * dayMs],
];
const numberWords: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  一: 1,
  两: 2,
  二: 2,
  三: 3,
  五: 5,
  十: 10,
  半: 0.5,
  half: 0.5,
};
const unitPattern = units.map(([pattern]) => pattern).join('|');
const stretch = new RegExp(
  String.raw`(?:(?:last|past|previous|最近|过去|近|前)\s*)(\d{1,5}(?:\.\d)?|an?|one|half|[一二两三五十半])?\s*(?:an?\s+)?(${unitPattern})(?![a-z])`,
  'i',
);
/** “since …” means everything from then on; anything else means about then. */
const since = /since|from|after|starting|以来|以后|之后|起|开始|从/i;

/** Null when no time is named. A time of day that has not come yet is yesterday's; nothing lies in the future. */
export function readSpan(text: string, nowMs: number): Span | null {
  const [, amount = '1', unit = ''] = stretch.exec(text) ?? [];
  if (unit !== '') return { fromMs: nowMs - lengthOf(amount, unit), atMs: nowMs };
  const named = pointIn(text, nowMs);
  if (named === null) return null;
  return since.test(text) ? { fromMs: named, atMs: nowMs } : { fromMs: Math.min(named - 15 * minuteMs, nowMs), atMs: named };
}

function lengthOf(amount: string, unit: string): number {
  const howMany = numberWords[amount.toLowerCase()] ?? Number(amount);
  const ms = units.find(([pattern]) => new RegExp(`^(?:${pattern})$`, 'i').test(unit))?.[1] ?? minuteMs;
  return howMany * ms;
}

function pointIn(text: string, nowMs: number): number | null {
  const reference = new Date(nowMs);
  const isChinese = /\p{Script=Han}/u.test(text);
  for (const chrono of isChinese ? [zh.hans, en] : [en]) {
    const found = chrono.parse(text, reference).find(({ start }) => start.isCertain('hour') || start.isCertain('day'));
    if (found === undefined) continue;
    const atMs = found.start.date().getTime();
    if (atMs <= nowMs) return atMs;
    return atMs - dayMs <= nowMs ? atMs - dayMs : null;
  }
  return null;
}

const count =
  /\b(?:top|first|last)\s+(\d{1,4})\b(?!\s*(?:[smhdw]|secs?|seconds?|mins?|minutes?|hrs?|hours?|days?|weeks?)\b)|前\s*(\d{1,4})\s*(?:个|条|名|项|$)|(\d{1,4})\s*(?:条|个|lines?|rows?|entries|items)/i;

/** How many are asked for; null when it isn't said. */
export function readCount(text: string): number | null {
  const match = count.exec(text);
  const digits = match?.[1] ?? match?.[2] ?? match?.[3];
  return digits === undefined ? null : Number(digits);
}
