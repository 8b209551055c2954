/** Quantiles of all that a series has shown, in fixed memory: an even sample of its past, thinned out as it grows, kept sorted. */

export interface History {
  readonly inOrder: Float64Array;
  readonly sorted: Float64Array;
  /** Values in the sample. */
  kept: number;
  /** Every so many values one is kept. */
  stride: number;
  seen: number;
  /** Where the oldest is overwritten once the sample may not grow thinner. */
  oldest: number;
}

const sampleMax = 512;
/** At this stride the sample slides: 32 thousand points, three weeks of minutes. */
const strideMax = 64;

export function createHistory(): History {
  return { inOrder: new Float64Array(sampleMax), sorted: new Float64Array(sampleMax), kept: 0, stride: 1, seen: 0, oldest: 0 };
}

export function addToHistory(history: History, value: number): void {
  history.seen += 1;
  if (history.seen % history.stride !== 0) return;
  if (history.kept === sampleMax && history.stride < strideMax) thin(history);
  if (history.kept === sampleMax) {
    remove(history, history.inOrder[history.oldest] ?? 0);
    history.inOrder[history.oldest] = value;
    history.oldest = (history.oldest + 1) % sampleMax;
  } else history.inOrder[history.kept] = value;
  const at = lowerBound(history, value);
  history.sorted.copyWithin(at + 1, at, history.kept);
  history.sorted[at] = value;
  history.kept += 1;
}

/** The quantile by linear interpolation; 0 of nothing. */
export function quantileOf(history: History, share: number): number {
  if (history.kept === 0) return 0;
  const place = share * (history.kept - 1);
  const below = Math.floor(place);
  const low = history.sorted[below] ?? 0;
  const high = history.sorted[Math.min(history.kept - 1, below + 1)] ?? low;
  return low + (high - low) * (place - below);
}

function thin(history: History): void {
  const { inOrder, sorted } = history;
  const half = sampleMax / 2;
  for (let index = 0; index < half; index += 1) inOrder[index] = inOrder[2 * index + 1] ?? 0;
  sorted.set(inOrder.slice(0, half).sort());
  history.kept = half;
  history.stride *= 2;
}

function remove(history: History, value: number): void {
  const at = lowerBound(history, value);
  history.sorted.copyWithin(at, at + 1, history.kept);
  history.kept -= 1;
}

function lowerBound({ sorted, kept }: History, value: number): number {
  let [low, high] = [0, kept];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
