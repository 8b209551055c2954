/** What the way of a series to its limit says: when it is reached, with which certainty, and in words. */

import type { LocalText } from '../../domain/text.ts';
import type { EvenPoints } from '../forecast/even-series.ts';
import { type Exhaustion, type Limit, timeToLimit } from '../forecast/exhaustion.ts';
import type { Onset } from './observe-anomaly.ts';

export interface Outlook {
  readonly exhaustion: Exhaustion;
  /** Null while the limit is farther away than `withinMs`, or nobody can tell. */
  readonly onset: Omit<Onset, 'sinceMs'> | null;
}

export interface ForecastWords {
  /** A span of time in words, and a number in the unit of the series. */
  readonly duration: (ms: number) => LocalText;
  readonly number: (value: number) => string;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Odds of what has come already: as sure as can be told. */
const reachedOdds = 999;

/** The odds are how much nearer the limit is than `withinMs`: twice the odds is told in half the time before it. */
export function observeForecast(even: EvenPoints, limit: Limit, withinMs: number, words: ForecastWords): Outlook {
  const endMs = even.startMs + (even.values.length - 1) * even.stepMs;
  const exhaustion = timeToLimit(even.values, even.stepMs, endMs, limit);
  if (exhaustion.kind === 'reached') {
    // What was never on the other side of its limit did not get there: a medium that is always full is no news.
    const cameFrom = even.values.some((value) => (limit.direction === 'rising' ? value < limit.value : value > limit.value));
    const shown = words.number(limit.value);
    return {
      exhaustion,
      onset: cameFrom ? { odds: reachedOdds, reason: { en: `${shown} is reached`, 'zh-CN': `已触及 ${shown}` } } : null,
    };
  }
  if (exhaustion.kind !== 'expected') return { exhaustion, onset: null };
  const leftMs = Math.max(1, exhaustion.atMs - endMs);
  if (leftMs > withinMs) return { exhaustion, onset: null };
  return { exhaustion, onset: { odds: Math.min(reachedOdds, withinMs / leftMs), reason: reasonOf(exhaustion, endMs, limit, words) } };
}

type Expected = Extract<Exhaustion, { kind: 'expected' }>;

/** `reaches 0 B in 2 d 4 h (1 d 20 h – 3 d), rate -1.2 GiB/h`. */
function reasonOf(given: Expected, endMs: number, limit: Limit, words: ForecastWords): LocalText {
  const { atMs, earliestMs, latestMs, perDay } = given;
  const until = (timeMs: number): LocalText => words.duration(timeMs - endMs);
  const [at, earliest, latest] = [until(atMs), until(earliestMs), latestMs === null ? null : until(latestMs)];
  const isFast = atMs - endMs < 4 * dayMs;
  const rate = `${perDay < 0 ? '−' : '+'}${words.number(Math.abs(isFast ? perDay / 24 : perDay))}`;
  const shown = words.number(limit.value);
  return {
    en: `reaches ${shown} in ${at.en} (${earliest.en} – ${latest?.en ?? 'perhaps never'}), rate ${rate} ${isFast ? 'an hour' : 'a day'}`,
    'zh-CN': `预计 ${at['zh-CN']}后触及 ${shown}（${earliest['zh-CN']}至${latest === null ? '可能不会' : latest['zh-CN']}），速率每${isFast ? '小时' : '天'} ${rate}`,
  };
}
