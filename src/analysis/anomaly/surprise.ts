/**
 * How surprising the newest point is: the mean, over sixteen features and two lengths of a burst, of how rare each is in its own
 * history. A sum of logarithms of tail probabilities is Fisher's way to join tests (1925); the features aren't independent, so the
 * sum is not a probability itself, but it ranks, and it is on the same scale for every series. Where a daily rhythm explains most of
 * the series, breaking it is enough: a day on which nothing happens surprises by nothing else.
 */

import { createFeatures, type FeatureName, type Features, featureNames, readFeatures, setStep } from './features.ts';
import { addMagnitude, binPosition, createPeakTail, type PeakTail, rateOf } from './peak-tail.ts';

/** An event's points lie nearer than this; two lengths, so that nothing hangs on one. */
const clusterLengths = [18, 30] as const;
const quietPoints = 30;
const gapsLearned = 50;

/** Rarity within a short past is overestimated: at first by a seventh, and less as the past grows. */
const youngShare = 0.15;
const youngPoints = 500;

/** The features of a rhythm, and what their mean counts against the mean of all: fewer agree by chance more often. */
const rhythmic: ReadonlySet<FeatureName> = new Set(['day', 'day-smooth', 'week-smooth']);
const rhythmShare = 0.65;

export interface SurpriseState {
  readonly features: Features;
  /** For each feature: the tails upward for each cluster length, then the tails downward. */
  readonly tails: readonly (readonly PeakTail[])[];
  readonly gaps: number[];
  readonly values: Float64Array;
  lastMs: number;
}

export interface Surprise {
  /** Mean digits of rarity: 2 is what each feature shows about once in a hundred points, 3 once in a thousand. */
  readonly digits: number;
  /** The rarest feature. */
  readonly feature: FeatureName;
}

export function createSurprise(): SurpriseState {
  return {
    features: createFeatures(),
    tails: featureNames.map(() => [...clusterLengths, ...clusterLengths].map(createPeakTail)),
    gaps: [],
    values: new Float64Array(featureNames.length),
    lastMs: 0,
  };
}

/** `hasRhythm` says whether a daily season explains most of the series. */
export function stepSurprise(state: SurpriseState, timeMs: number, value: number, hasRhythm: boolean): Surprise {
  learnStep(state, timeMs);
  const { features, values, tails } = state;
  readFeatures(features, timeMs, value, values);
  if (features.points <= quietPoints) return { digits: 0, feature: 'jump' };
  // Rates are multiplied, for one logarithm a point; thirty-two of them stay far above the smallest number there is.
  let [product, known, lowest, rarest] = [1, 0, 2, 0];
  let [rhythmProduct, rhythmKnown] = [1, 0];
  for (let index = 0; index < values.length; index += 1) {
    const feature = values[index] ?? Number.NaN;
    if (Number.isNaN(feature)) continue;
    known += 1;
    const rates = stepTails(tails[index] ?? [], feature);
    product *= rates;
    if (hasRhythm && rhythmic.has(featureNames[index] ?? 'jump')) {
      rhythmProduct *= rates;
      rhythmKnown += 1;
    }
    if (rates < lowest) [lowest, rarest] = [rates, index];
  }
  const trust = 1 - youngShare * Math.exp(-features.points / youngPoints);
  const digits = Math.max(meanDigits(product, known), rhythmShare * meanDigits(rhythmProduct, rhythmKnown));
  return {
    digits: trust * digits,
    feature: featureNames[rarest] ?? 'jump',
  };
}

function meanDigits(product: number, features: number): number {
  return features === 0 ? 0 : -Math.log10(product) / (features * clusterLengths.length);
}

/** The product of this feature's rates on its side, taken before it joins the history. */
function stepTails(tails: readonly PeakTail[], feature: number): number {
  const magnitude = Math.abs(feature);
  const position = binPosition(magnitude);
  const half = clusterLengths.length;
  const isUp = feature > 0;
  let product = 1;
  for (let index = 0; index < tails.length; index += 1) {
    const tail = tails[index];
    if (tail === undefined) continue;
    const isOwn = index < half === isUp;
    if (isOwn) {
      product *= rateOf(tail, position);
      addMagnitude(tail, magnitude, position);
    } else addMagnitude(tail, 0, Number.NEGATIVE_INFINITY);
  }
  return product;
}

function learnStep(state: SurpriseState, timeMs: number): void {
  const { gaps, features } = state;
  if (features.points > 0 && gaps.length < gapsLearned && timeMs > state.lastMs) {
    gaps.push(timeMs - state.lastMs);
    const sorted = [...gaps].sort((one, other) => one - other);
    const gap = sorted[sorted.length >> 1];
    if (gap !== undefined) setStep(features, gap);
  }
  state.lastMs = timeMs;
}
