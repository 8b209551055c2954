/** Finds where a series moved to another level. */

import type { Series } from '../domain/evidence.ts';

export interface LevelShift {
  /** Time of the first point at the new level, epoch milliseconds. */
  readonly atMs: number;
  /**
   * The change lies between these two with 95 % likelihood if the noise is independent: all splits that fit nearly as well as the
   * best (the likelihood-ratio interval of Hinkley 1970).
   */
  readonly earliestMs: number;
  readonly latestMs: number;
  /** Median before and after, in the series' unit. */
  readonly before: number;
  readonly after: number;
  /** Difference of the medians in units of the noise (median absolute deviation of the residuals, scaled to a standard deviation). */
  readonly strength: number;
}

/** Fewer points on a side than this can't tell a level from noise. */
const pointsPerSideMin = 5;
/** In noise units; chosen high, since a false change point misleads more than a missed one. */
const strengthMin = 6;

/**
 * The split with the least squared error of two constant levels (binary segmentation of one change, after Scott and Knott 1974),
 * kept only when the medians differ by at least six robust standard deviations. O(n) time by prefix sums.
 * Points that are not finite are left out. Returns null for short, constant or noisy series.
 */
export function findLevelShift(series: Pick<Series, 'times' | 'values'>): LevelShift | null {
  // Monitoring writes NaN where nothing was measured; such a point says nothing about the level.
  const points = series.values.flatMap((value, index) => (Number.isFinite(value) ? [{ value, at: series.times[index] }] : []));
  const values = points.map((point) => point.value);
  if (values.length < 2 * pointsPerSideMin) return null;
  const found = bestSplit(values);
  if (found === null) return null;
  const { split } = found;
  const left = values.slice(0, split);
  const right = values.slice(split);
  const before = median(left);
  const after = median(right);
  const residuals = [...left.map((value) => Math.abs(value - before)), ...right.map((value) => Math.abs(value - after))];
  // The best split lies outside of what both sides' least number of points allows: the level would be told too early or too late.
  const isEdge = isNearer(values[split], before, after) || isNearer(values[split - 1], after, before);
  if (isEdge) return null;
  const noise = Math.max(1.4826 * median(residuals), 1e-3 * Math.max(Math.abs(before), Math.abs(after)), Number.MIN_VALUE);
  const strength = Math.abs(after - before) / noise;
  const [atMs, earliestMs, latestMs] = [points[split]?.at, points[found.first - 1]?.at, points[found.last]?.at];
  if (strength < strengthMin || atMs === undefined || earliestMs === undefined || latestMs === undefined) return null;
  return { atMs, earliestMs, latestMs, before, after, strength };
}

interface Split {
  /** The number of points before the change. */
  readonly split: number;
  /** The outermost splits that can't be told from it. */
  readonly first: number;
  readonly last: number;
}

/** The quantile of chi-squared with one degree of freedom at 95 %. */
const likelihoodDrop = 3.84;

function bestSplit(values: readonly number[]): Split | null {
  // Around their mean, so that squares of large numbers (bytes) keep their digits.
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  let leftSum = 0;
  const gains = new Float64Array(values.length + 1);
  let best: number | null = null;
  let bestGain = 0;
  let total = 0;
  for (const [index, value] of values.entries()) {
    const leftCount = index + 1;
    leftSum += value - mean;
    total += (value - mean) ** 2;
    const rightCount = values.length - leftCount;
    if (leftCount < pointsPerSideMin || rightCount < pointsPerSideMin) continue;
    const gain = (leftSum * leftSum) / leftCount + (leftSum * leftSum) / rightCount;
    gains[leftCount] = gain;
    if (gain > bestGain) [best, bestGain] = [leftCount, gain];
  }
  if (best === null) return null;
  const restMax = Math.max(0, total - bestGain) * Math.exp(likelihoodDrop / values.length);
  const fits = (split: number): boolean => (gains[split] ?? 0) > 0 && total - (gains[split] ?? 0) <= restMax;
  let [first, last] = [best, best];
  while (fits(first - 1)) first -= 1;
  while (fits(last + 1)) last += 1;
  return { split: best, first, last };
}

function isNearer(value: number | undefined, to: number, thanTo: number): boolean {
  return value !== undefined && Math.abs(value - to) < Math.abs(value - thanTo);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[middle - 1] ?? 0, sorted[middle] ?? 0];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}
