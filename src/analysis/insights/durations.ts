/** How long things took. */

import type { Durations } from '../../domain/insight.ts';
import { quantile } from '../quantile.ts';

/** Of seconds; null of none. */
export function durationsOf(seconds: readonly number[]): Durations | null {
  if (seconds.length === 0) return null;
  const sorted = [...seconds].sort((one, other) => one - other);
  const mean = sorted.reduce((sum, each) => sum + each, 0) / sorted.length;
  return { count: sorted.length, mean, median: quantile(sorted, 0.5), p95: quantile(sorted, 0.95) };
}

/** From one moment to a later one, in seconds; a clock that runs ahead gives zero. Null where one of them is missing. */
export function secondsBetween(from: string, to: string | null): number | null {
  return to === null ? null : Math.max(0, (Date.parse(to) - Date.parse(from)) / 1_000);
}
