/** Brings measured points to even steps, as models need them: means of buckets, gaps bridged by a straight line. */

export interface EvenPoints {
  readonly values: readonly number[];
  readonly stepMs: number;
  /** Time of the first value. */
  readonly startMs: number;
  /** The share of values that had to be bridged. */
  readonly bridged: number;
}

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** Steps that days and weeks are whole multiples of. */
const roundSteps = [
  ...[1, 5, 10, 15, 30].map((count) => count * secondMs),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minuteMs),
  ...[1, 2, 3, 4, 6, 8, 12].map((count) => count * hourMs),
  ...[1, 7, 28].map((count) => count * dayMs),
];
/** What the models look at, and a little more. */
const valuesMax = 1_300;

/**
 * Times must rise. The step is the median distance of the points, or a round one above it when there would be more than 1,300
 * values. Null for fewer than two points.
 */
export function toEvenSteps(times: readonly number[], values: readonly number[]): EvenPoints | null {
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined || last <= first) return null;
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  gaps.sort((one, other) => one - other);
  const median = Math.max(1, gaps[gaps.length >> 1] ?? 1);
  const least = (last - first) / valuesMax;
  const isThinned = least > median;
  const stepMs = isThinned ? (roundSteps.find((step) => step >= least) ?? least) : median;
  const startMs = isThinned ? Math.floor(first / stepMs) * stepMs : first;
  const sums: number[] = [];
  const counts: number[] = [];
  for (const [index, time] of times.entries()) {
    const bucket = isThinned ? Math.floor((time - startMs) / stepMs) : Math.round((time - startMs) / stepMs);
    sums[bucket] = (sums[bucket] ?? 0) + (values[index] ?? 0);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  const means = Array.from({ length: sums.length }, (_, bucket) => {
    const count = counts[bucket] ?? 0;
    return count === 0 ? Number.NaN : (sums[bucket] ?? 0) / count;
  });
  const empty = means.filter(Number.isNaN).length;
  return { values: bridge(means), stepMs, startMs, bridged: empty / means.length };
}

/** The first and the last value are there, since a point made them. */
function bridge(values: readonly number[]): readonly number[] {
  const bridged = [...values];
  let known = 0;
  for (let index = 1; index < bridged.length; index += 1) {
    if (Number.isNaN(bridged[index])) continue;
    const [from, to] = [bridged[known] ?? 0, bridged[index] ?? 0];
    for (let between = known + 1; between < index; between += 1)
      bridged[between] = from + ((to - from) * (between - known)) / (index - known);
    known = index;
  }
  return bridged;
}
