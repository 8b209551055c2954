/** When the sampled keys expire: spread over their time, or most of them within a moment. */

import type { Facts } from '../../../domain/evidence.ts';
import type { SampledKey } from './bigkeys-facts.ts';

/** Keys written one after the other by one loader still fall together; of those that are to live long, within this share of their time. */
const togetherShare = 0.05;
const togetherMsMin = 2_000;

const noneExpires: Facts = {
  'expiry.sampled': 0,
  'expiry.togetherRatio': null,
  'expiry.togetherWithinSeconds': null,
  'expiry.togetherInSeconds': null,
  'expiry.togetherKeys': 0,
  'expiry.lastInSeconds': null,
};

/** Pure. `totalKeys` tells how many keys the sample stands for. */
export function expiryFacts(keys: readonly SampledKey[], totalKeys: number, nowMs: number): Facts {
  const times = keys
    .flatMap(({ ttlMs, seenAtMs }) => (ttlMs === null || ttlMs < 0 ? [] : [seenAtMs + ttlMs]))
    .sort((one, other) => one - other);
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined) return noneExpires;
  // A few keys that live for ever longer must not widen the moment for the rest: half of them expire before the median.
  const median = times[Math.floor(times.length / 2)] ?? last;
  const within = Math.max(togetherMsMin, (median - nowMs) * togetherShare);
  const { from, count } = fullestWindow(times, within);
  return {
    'expiry.sampled': times.length,
    'expiry.togetherRatio': round(count / times.length),
    'expiry.togetherWithinSeconds': round(within / 1_000),
    'expiry.togetherInSeconds': Math.max(0, Math.round(((times[from] ?? first) - nowMs) / 1_000)),
    'expiry.togetherKeys': Math.round((count / keys.length) * totalKeys),
    'expiry.lastInSeconds': Math.max(0, Math.round((last - nowMs) / 1_000)),
  };
}

/** The most times that lie within so many milliseconds. */
function fullestWindow(sorted: readonly number[], withinMs: number): { readonly from: number; readonly count: number } {
  let [from, best, bestFrom] = [0, 0, 0];
  for (const [at, time] of sorted.entries()) {
    while (time - (sorted[from] ?? time) > withinMs) from += 1;
    if (at - from + 1 > best) [best, bestFrom] = [at - from + 1, from];
  }
  return { from: bestFrom, count: best };
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
