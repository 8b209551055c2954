/**
 * When a limit will be reached: a disk that fills, connections that run out, a certificate or a quota that ends.
 *
 * The trend is the median of the slopes between pairs of points (Theil 1950, Sen 1968), which a cleaned-up directory or an odd night
 * doesn't bend, with Sen's confidence limits for its slope. Only what came after the last great fall counts: a service that was
 * restarted begins anew. The trend must have held before: fitted to the first two thirds, it must foretell the last third better
 * than a standstill would, or "not predictable" is the answer.
 */

import { median } from './seasonal.ts';

export type Exhaustion =
  | { readonly kind: 'reached' }
  /** The latest moment is null when, at the slowest, it may never come. */
  | {
      readonly kind: 'expected';
      readonly atMs: number;
      readonly earliestMs: number;
      readonly latestMs: number | null;
      readonly perDay: number;
    }
  /** It doesn't move towards the limit, or so slowly that it isn't reached within ten times what was observed. */
  | { readonly kind: 'not-in-sight'; readonly untilMs: number }
  | { readonly kind: 'not-predictable'; readonly why: 'too-short' | 'no-trend' };

export interface Limit {
  readonly value: number;
  /** Whether values reach it by rising or by falling. */
  readonly direction: 'rising' | 'falling';
}

const dayMs = 86_400_000;
const pointsMin = 12;
/** More are joined to means; pairs grow with the square. */
const pointsMax = 160;
/** A fall of this share of the span within one step, and of so many usual steps, begins a new life. */
const fallShare = 0.4;
const fallSteps = 8;
const reachFactor = 10;
/** Standard normal for 95 %. */
const confidence = 1.96;

/** Values at even steps, the last one at `endMs`. */
export function timeToLimit(values: readonly number[], stepMs: number, endMs: number, limit: Limit): Exhaustion {
  const sign = limit.direction === 'rising' ? 1 : -1;
  const rising = values.map((value) => sign * value);
  const target = sign * limit.value;
  const last = rising.at(-1);
  if (last !== undefined && last >= target) return { kind: 'reached' };
  const life = thin(sinceLastFall(rising));
  const points = life.values;
  if (points.length < pointsMin) return { kind: 'not-predictable', why: 'too-short' };
  const unitMs = stepMs * life.factor;
  const untilMs = endMs + reachFactor * points.length * unitMs;
  const trend = slopeOf(points);
  const level = median(points.slice(-5).map((value, index, tail) => value + trend.middle * (tail.length - 1 - index)));
  const missing = Math.max(0, target - level);
  const timeAt = (slope: number): number => endMs + (missing / slope) * unitMs;
  if (trend.middle <= 0 || timeAt(trend.middle) > untilMs)
    // A steep possible trend isn't ruled out by a flat likely one.
    return trend.high > 0 && timeAt(trend.high) < endMs + points.length * unitMs
      ? { kind: 'not-predictable', why: 'no-trend' }
      : { kind: 'not-in-sight', untilMs };
  if (!hasHeld(points)) return { kind: 'not-predictable', why: 'no-trend' };
  return {
    kind: 'expected',
    atMs: timeAt(trend.middle),
    earliestMs: timeAt(trend.high),
    latestMs: trend.low > 0 ? timeAt(trend.low) : null,
    perDay: (sign * trend.middle * dayMs) / unitMs,
  };
}

function sinceLastFall(values: readonly number[]): readonly number[] {
  const span = Math.max(...values) - Math.min(...values);
  const usual = median(values.slice(1).map((value, index) => Math.abs(value - (values[index] ?? 0))));
  const least = Math.max(fallShare * span, fallSteps * usual);
  for (let index = values.length - 1; index > 0; index -= 1) {
    if ((values[index - 1] ?? 0) - (values[index] ?? 0) > least) return values.slice(index);
  }
  return values;
}

function thin(values: readonly number[]): { readonly values: readonly number[]; readonly factor: number } {
  const factor = Math.ceil(values.length / pointsMax);
  if (factor === 1) return { values, factor };
  const offset = values.length % factor;
  const means: number[] = [];
  for (let from = offset; from < values.length; from += factor) means.push(median(values.slice(from, from + factor)));
  return { values: means, factor };
}

interface Slope {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

function slopeOf(values: readonly number[]): Slope {
  const slopes: number[] = [];
  for (let one = 0; one < values.length; one += 1)
    for (let other = one + 1; other < values.length; other += 1) slopes.push(((values[other] ?? 0) - (values[one] ?? 0)) / (other - one));
  slopes.sort((one, other) => one - other);
  const count = values.length;
  // Kendall's variance holds for independent errors; those of a meter hang together, so it is tripled.
  const half = (confidence * Math.sqrt((3 * count * (count - 1) * (2 * count + 5)) / 18)) / 2;
  const at = (place: number): number => slopes[Math.max(0, Math.min(slopes.length - 1, Math.round(place)))] ?? 0;
  return { low: at(slopes.length / 2 - half), middle: at((slopes.length - 1) / 2), high: at(slopes.length / 2 + half) };
}

function hasHeld(values: readonly number[]): boolean {
  const cut = Math.round((2 * values.length) / 3);
  const past = values.slice(0, cut);
  const slope = slopeOf(past).middle;
  const level = median(past.slice(-5).map((value, index, tail) => value + slope * (tail.length - 1 - index)));
  let [error, standstill] = [0, 0];
  for (let index = cut; index < values.length; index += 1) {
    const value = values[index] ?? 0;
    error += Math.abs(value - (level + slope * (index - cut + 1)));
    standstill += Math.abs(value - level);
  }
  return error < standstill;
}
