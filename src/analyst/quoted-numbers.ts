/** Whether the numbers of a sentence stand in the evidence: rounded or in another unit is fine, invented is not. */

import type { Evidence } from '../domain/evidence.ts';

/** A number and, where the name of its fact tells, what it counts. */
interface KnownNumber {
  readonly value: number;
  /** Seconds in one of its unit; null when it is no duration. */
  readonly seconds: number | null;
}

/** The numbers and the words of some evidence, to hold claims against. */
export interface NumberSource {
  readonly numbers: readonly KnownNumber[];
  readonly words: string;
}

/** Numbers read from one source at most. */
const numbersMax = 20_000;

export function numberSource(evidence: readonly Evidence[], more: readonly string[]): NumberSource {
  const words = [...more];
  const numbers: KnownNumber[] = [];
  for (const item of evidence) {
    words.push(item.headline.en, item.headline['zh-CN'], item.query, item.reason ?? '', item.text, item.startedAt);
    for (const [name, value] of Object.entries(item.facts)) {
      if (typeof value === 'number') numbers.push({ value, seconds: secondsOf(name) });
      else if (typeof value === 'string') words.push(value);
    }
    for (const series of item.series ?? []) numbers.push(...series.values.map((value) => ({ value, seconds: secondsOf(series.unit) })));
  }
  const text = words.join('\n');
  for (const match of text.replace(compound, ' ').matchAll(/(?<![\w.])\d[\d,]{0,30}(?:\.\d{1,12})?/g)) {
    if (numbers.length >= numbersMax) break;
    numbers.push({ value: Number(match[0].replace(/,/g, '')), seconds: null });
  }
  return { numbers, words: text };
}

/** Dates, times, versions and addresses: their parts are no numbers. */
const compound = /\d{4}-\d{2}-\d{2}T?|(?<!\d)\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?Z?(?!\d)|\d{1,10}(?:\.\d{1,10}){2,9}/g;

function secondsOf(name: string): number | null {
  if (/(?:Us|Micros|microseconds|^us)$/.test(name)) return 1e-6;
  if (/(?:Ms|Millis|milliseconds|^ms)$/.test(name)) return 0.001;
  if (/(?:Seconds|Secs|^s|^seconds)$/.test(name)) return 1;
  if (/(?:Minutes|^min|^minutes)$/.test(name)) return 60;
  if (/(?:Hours|^h|^hours)$/.test(name)) return 3_600;
  return /(?:Days|^d|^days)$/.test(name) ? 86_400 : null;
}

/** The text without the sentences that quote a number which the source doesn't have. */
export function withoutUnquoted(text: string, source: NumberSource): { readonly text: string; readonly removed: readonly string[] } {
  const kept: string[] = [];
  const removed: string[] = [];
  for (const sentence of sentencesOf(text)) (isQuoted(sentence, source) ? kept : removed).push(sentence);
  return { text: kept.join('').trim(), removed };
}

/** True when every number in it is in the source. Numbers within names (`redis7`, `db-2`, `ev_01`) are names. */
export function isQuoted(text: string, source: NumberSource): boolean {
  // A numbered list numbers its lines, not the world.
  const bare = text.replace(/^\s{0,4}\d{1,2}[.)、]\s/gm, '').replace(/\bev_\w+/g, '');
  for (const match of bare.matchAll(numberPattern)) {
    const [, digits = '', unit = ''] = match;
    if (!isInSource(digits, unit.trim(), source)) return false;
  }
  return true;
}

const numberPattern =
  /(?<![\w«.:/-])([-+]?\d[\d,]{0,30}(?:[.:\-T]\d{1,12}){0,8}Z?)(\s?(?:%|‰|percent|[KMGTkmgt]i?[Bb]|bytes?|[Bb](?![a-z])|ms|毫秒|seconds?|secs?|sec|s(?![a-z])|秒|minutes?|mins?|min|分钟?|hours?|h(?![a-z])|小时|days?|d(?![a-z])|天|万|亿|[KMGkmg](?![a-z])))?(?![\w»])/g;

function isInSource(digits: string, unit: string, source: NumberSource): boolean {
  const plain = digits.replace(/^\+/, '');
  // Times, dates and versions must stand there letter by letter.
  if (/[:T]|\d-|\..*\./.test(plain)) return source.words.includes(plain.replace(/Z$/, ''));
  const claimed = Math.abs(Number(plain.replace(/,/g, '')));
  if (!Number.isFinite(claimed)) return false;
  const decimals = /\.(\d+)$/.exec(plain)?.[1]?.length ?? 0;
  // Half of the last digit shown, as rounding gives.
  const slack = 0.5 * 10 ** -decimals + 1e-9;
  return source.numbers.some((known) =>
    scalesOf(unit, known).some((scale) => {
      const exact = Math.abs(known.value) / scale;
      // A whole number without a unit must be that number; only a fraction is rounded to it.
      return Math.abs(exact - claimed) <= (decimals === 0 && Number.isInteger(exact) ? 1e-9 : slack);
    }),
  );
}

const powers: Readonly<Record<string, number>> = { b: 0, k: 1, m: 2, g: 3, t: 4 };
const durations: readonly (readonly [RegExp, number])[] = [
  [/^(?:ms|毫秒)$/, 0.001],
  [/^(?:s|secs?|seconds?|秒)$/, 1],
  [/^(?:min|mins|minutes?|分钟?)$/, 60],
  [/^(?:h|hours?|小时)$/, 3_600],
  [/^(?:d|days?|天)$/, 86_400],
];

/** What a known number may be divided by to give the claimed one. */
function scalesOf(unit: string, known: KnownNumber): readonly number[] {
  const name = unit.toLowerCase();
  if (name === '') return [1];
  // Only what can be a share is one: 0.977 is 97.7 %, 12 is not 1,200 %.
  if (name === '%' || name === 'percent') return Math.abs(known.value) <= 2 ? [1, 0.01] : [1];
  if (name === '‰') return Math.abs(known.value) <= 2 ? [1, 0.001] : [1];
  if (name === '万') return [1, 1e4];
  if (name === '亿') return [1, 1e8];
  const duration = durations.find(([pattern]) => pattern.test(name))?.[1];
  if (duration !== undefined) return known.seconds === null ? [1] : [duration / known.seconds];
  const power = powers[name[0] ?? ''] ?? 0;
  if (Math.abs(known.value) < 1_000) return [1];
  return [1, ...[1, 2, 3, 4].filter((each) => each <= power).flatMap((each) => [1_024 ** each, 1_000 ** each])];
}

function sentencesOf(text: string): readonly string[] {
  return text.split(/(?<=[。！？；\n])|(?<=[.!?;]\s)(?=\S)/).filter((sentence) => sentence.trim() !== '');
}
