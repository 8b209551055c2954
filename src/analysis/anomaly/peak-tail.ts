/**
 * How rare a magnitude is, as events per point: the tail of the peaks that a series has shown.
 *
 * Peaks over threshold with declustering (Davison and Smith 1990): of each burst only its highest point counts, so that one long
 * disturbance is one event, and slow and fast features are rare on the same scale. Within what was seen, the rate is counted;
 * beyond it, a Pareto tail continues, its index by Hill (1975), drawn to a prior while peaks are few.
 * Counts lie in bins of a quarter octave, so the memory is fixed, whatever the unit. Old peaks fade: half of all weight is dropped
 * each time that `fadeAfter` points have been seen.
 */

export interface PeakTail {
  /** Points without a higher one after a peak until it counts. */
  readonly clusterPoints: number;
  /** Weight of the peaks in this bin and above. */
  readonly atLeast: Float32Array;
  /** Log2 of the lower edge of the lowest bin, in bins; null before the first peak. */
  base: number | null;
  points: number;
  peak: number;
  pointsSincePeak: number;
  pushesSinceFit: number;
  /** The bin above which the Pareto tail is fitted. */
  tailBin: number;
  tailIndex: number;
}

const bins = 128;
const binsPerOctave = 4;
/** The share of the peaks that the tail is fitted to. */
const tailShare = 0.1;
const tailPeaksMin = 3;
/** The prior of the tail's index, worth three peaks: between an exponential tail and a wild one. */
const priorIndex = 0.35;
const priorPeaks = 3;
const indexMin = 0.12;
/** How far below the counted rates a tail is trusted. */
const beyondMin = 0.01;
const fadeAfter = 8_000;
const pointsMin = 20;

export function createPeakTail(clusterPoints: number): PeakTail {
  return {
    clusterPoints,
    atLeast: new Float32Array(bins + 1),
    base: null,
    points: 0,
    peak: 0,
    pointsSincePeak: 0,
    pushesSinceFit: 99,
    tailBin: 0,
    tailIndex: priorIndex,
  };
}

/** Log2 of a magnitude, in bins; what `rateOf` and `addMagnitude` take. */
export function binPosition(magnitude: number): number {
  return magnitude > 0 ? Math.log2(magnitude) * binsPerOctave : Number.NEGATIVE_INFINITY;
}

/** Events at least this strong, a point; 1 while too little was seen. */
export function rateOf(tail: PeakTail, position: number): number {
  if (tail.points < pointsMin || position === Number.NEGATIVE_INFINITY) return 1;
  if (tail.pushesSinceFit > 4) fitTail(tail);
  const place = tail.base === null ? bins : position - tail.base;
  const bin = Math.max(1, Math.min(bins - 1, Math.floor(place)));
  const above = tail.atLeast[bin + 1] ?? 0;
  if (bin <= tail.tailBin) {
    const here = (tail.atLeast[bin] ?? 0) - above;
    return rate(above + here * Math.max(0, Math.min(1, bin + 1 - place)), tail.points);
  }
  const octavesBeyond = (place - tail.tailBin - 1) / binsPerOctave;
  const seen = rate(tail.atLeast[tail.tailBin + 1] ?? 0, tail.points);
  return octavesBeyond > 0 ? seen * Math.max(beyondMin, 2 ** (-octavesBeyond / tail.tailIndex)) : seen;
}

/** Takes the next point's magnitude and its position; a burst's peak counts once nothing higher followed for a while. */
export function addMagnitude(tail: PeakTail, magnitude: number, position: number): void {
  tail.points += 1;
  tail.pointsSincePeak += 1;
  if (magnitude >= tail.peak) {
    tail.peak = magnitude;
    tail.pointsSincePeak = 0;
  } else if (tail.pointsSincePeak >= tail.clusterPoints) {
    pushPeak(tail, binPosition(tail.peak));
    tail.peak = magnitude;
    tail.pointsSincePeak = position === Number.NEGATIVE_INFINITY ? tail.clusterPoints : 0;
  }
  if (tail.points <= fadeAfter) return;
  for (let bin = 0; bin <= bins; bin += 1) tail.atLeast[bin] = (tail.atLeast[bin] ?? 0) / 2;
  tail.points /= 2;
}

function pushPeak(tail: PeakTail, position: number): void {
  if (position === Number.NEGATIVE_INFINITY) return;
  tail.base ??= Math.floor(position) - bins / 2;
  if (position - tail.base >= bins - 1) raiseBase(tail, Math.floor(position) - bins + 2);
  const bin = Math.max(1, Math.floor(position - (tail.base ?? 0)));
  for (let below = 0; below <= bin; below += 1) tail.atLeast[below] = (tail.atLeast[below] ?? 0) + 1;
  tail.pushesSinceFit += 1;
}

/** Makes room above; what falls below the lowest bin is counted in it. */
function raiseBase(tail: PeakTail, base: number): void {
  const moved = base - (tail.base ?? base);
  const total = tail.atLeast[0] ?? 0;
  for (let bin = 0; bin <= bins; bin += 1) tail.atLeast[bin] = bin + moved <= bins ? (tail.atLeast[bin + moved] ?? 0) : 0;
  tail.atLeast[0] = total;
  tail.atLeast[1] = total;
  tail.base = base;
  tail.pushesSinceFit += 99;
}

function fitTail(tail: PeakTail): void {
  tail.pushesSinceFit = 0;
  const wanted = Math.max(tailPeaksMin, tailShare * (tail.atLeast[0] ?? 0));
  let bin = bins - 1;
  while (bin > 1 && (tail.atLeast[bin] ?? 0) < wanted) bin -= 1;
  let excess = 0;
  for (let above = bin + 1; above <= bins; above += 1) excess += tail.atLeast[above] ?? 0;
  const peaks = tail.atLeast[bin + 1] ?? 0;
  // Each peak is taken in the middle of its bin.
  const octaves = (excess - peaks / 2) / binsPerOctave;
  tail.tailBin = bin;
  tail.tailIndex = Math.max(indexMin, (octaves * Math.LN2 + priorPeaks * priorIndex) / (peaks + priorPeaks));
}

/** Half an event more, so that what never happened isn't impossible. */
function rate(weight: number, points: number): number {
  return (weight + 0.5) / (points + 1);
}
