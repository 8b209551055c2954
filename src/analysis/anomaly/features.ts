/**
 * What is looked at in a series: sixteen signed features of the newest point and of the time before it, each of which is near zero
 * while nothing happens. None has a scale of its own; how rare each is, its own history tells (peak-tail.ts).
 */

import { addToWindows, createWindowSums, deviationBetween, meanBetween, type WindowSums } from './window-sums.ts';

const dayMs = 86_400_000;
const weekMs = 7 * dayMs;
const dayBinsMax = 288;
const weekBins = 336;
/** Days that a daily profile remembers, and half hours' values that a weekly one does. */
const dayMemory = 6;
const weekMemory = 20;
/** A daily edge may come this many bins early or late without being an event. */
const jitterBins = 2;
const windowLengths = [1, 6, 12, 24, 36, 48, 60, 72, 144, 288] as const;
/** Places in `windowLengths`. */
const [w1, w6, w12, w24, w36, w48, w60, w72, w144, w288] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

export const featureNames = [
  'jump',
  'step',
  'day',
  'day-smooth',
  'week-smooth',
  'level',
  'level-smooth',
  'level-slow',
  'restless',
  'shift-6',
  'shift-12',
  'shift-36',
  'shift-72',
  'shift-scaled',
  'bend',
  'flat',
] as const;
export type FeatureName = (typeof featureNames)[number];

export interface Features {
  readonly windows: WindowSums;
  readonly dayMean: Float64Array;
  readonly dayCount: Float64Array;
  readonly weekMean: Float64Array;
  readonly weekCount: Float64Array;
  dayBins: number;
  /** Points of a day; learned from the median gap of the first fifty. */
  pointsPerDay: number;
  points: number;
  last: number;
  quick: number;
  smooth: number;
  slow: number;
  long: number;
  longSquare: number;
  steps: number;
  stepsLong: number;
  daySmooth: number;
  weekSmooth: number;
  flatPoints: number;
}

export function createFeatures(): Features {
  return {
    windows: createWindowSums(windowLengths),
    dayMean: new Float64Array(dayBinsMax),
    dayCount: new Float64Array(dayBinsMax),
    weekMean: new Float64Array(weekBins),
    weekCount: new Float64Array(weekBins),
    dayBins: dayBinsMax,
    pointsPerDay: dayBinsMax,
    points: 0,
    last: 0,
    quick: 0,
    smooth: 0,
    slow: 0,
    long: 0,
    longSquare: 0,
    steps: 0,
    stepsLong: 0,
    daySmooth: 0,
    weekSmooth: 0,
    flatPoints: 0,
  };
}

/** Called once, when the distance of points is known. */
export function setStep(features: Features, stepMs: number): void {
  features.dayBins = Math.max(1, Math.min(dayBinsMax, Math.round(dayMs / stepMs)));
  features.pointsPerDay = dayMs / stepMs;
}

/** Writes the features of this point, NaN for those that aren't known yet, and takes the point into the memory. */
export function readFeatures(features: Features, timeMs: number, value: number, into: Float64Array): void {
  if (features.points === 0) begin(features, value);
  const { windows } = features;
  addToWindows(windows, value);
  into.fill(Number.NaN);
  into[0] = value - features.quick;
  into[1] = value - features.last;
  readSeasons(features, timeMs, value, into);
  readLevels(features, value, into);
  readShifts(features, value, into);
  const isFlat = value === features.last;
  features.flatPoints = isFlat ? features.flatPoints + 1 : 0;
  into[15] = features.flatPoints;
  features.quick += (value - features.quick) / 6;
  features.last = value;
  features.points += 1;
}

function begin(features: Features, value: number): void {
  for (const name of ['last', 'quick', 'smooth', 'slow', 'long'] as const) features[name] = value;
}

function readSeasons(features: Features, timeMs: number, value: number, into: Float64Array): void {
  const { points, pointsPerDay, dayBins, dayMean, dayCount, weekMean, weekCount } = features;
  const dayBin = Math.min(dayBins - 1, Math.floor((positive(timeMs, dayMs) / dayMs) * dayBins));
  const weekBin = Math.min(weekBins - 1, Math.floor((positive(timeMs, weekMs) / weekMs) * weekBins));
  if (points >= pointsPerDay && points > 50) {
    into[2] = outsideOfDay(features, dayBin, value);
    features.daySmooth += (((dayCount[dayBin] ?? 0) > 0 ? value - (dayMean[dayBin] ?? 0) : 0) - features.daySmooth) / 12;
    if (points > 1.1 * pointsPerDay) into[3] = features.daySmooth;
  }
  if (points >= 7.2 * pointsPerDay) {
    features.weekSmooth += (((weekCount[weekBin] ?? 0) > 0 ? value - (weekMean[weekBin] ?? 0) : 0) - features.weekSmooth) / 12;
    if (points > 7.5 * pointsPerDay) into[4] = features.weekSmooth;
  }
  learn(dayMean, dayCount, dayBin, value, dayMemory);
  learn(weekMean, weekCount, weekBin, value, weekMemory);
}

/** Distance from what the time of day, or a little before or after it, has shown. */
function outsideOfDay({ dayBins, dayMean, dayCount }: Features, dayBin: number, value: number): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let shift = -jitterBins; shift <= jitterBins; shift += 1) {
    const bin = (dayBin + shift + dayBins * jitterBins) % dayBins;
    if ((dayCount[bin] ?? 0) === 0) continue;
    low = Math.min(low, dayMean[bin] ?? 0);
    high = Math.max(high, dayMean[bin] ?? 0);
  }
  if (low > high) return Number.NaN;
  return value > high ? value - high : Math.min(0, value - low);
}

function readLevels(features: Features, value: number, into: Float64Array): void {
  into[5] = value - features.long;
  features.smooth += (value - features.smooth) / 24;
  into[6] = features.smooth - features.long;
  features.slow += (value - features.slow) / 100;
  into[7] = features.slow - features.long;
  features.steps += (Math.abs(value - features.last) - features.steps) / 24;
  into[8] = features.steps - features.stepsLong;
  features.stepsLong += (features.steps - features.stepsLong) / Math.min(features.points + 1, 1_000);
  const distance = value - features.long;
  features.longSquare += (distance * distance - features.longSquare) / Math.min(features.points + 1, 2_000);
  features.long += distance / Math.min(features.points + 1, 5_000);
}

/** The newest stretch against the one before it, at four lengths. */
function readShifts({ windows, points, longSquare }: Features, value: number, into: Float64Array): void {
  if (points > 24) into[9] = meanBetween(windows, -1, w6) - meanBetween(windows, w6, w24);
  if (points > 48) into[10] = meanBetween(windows, -1, w12) - meanBetween(windows, w12, w48);
  if (points > 144) into[11] = meanBetween(windows, -1, w36) - meanBetween(windows, w36, w144);
  if (points > 300) into[12] = meanBetween(windows, -1, w72) - meanBetween(windows, w72, w288);
  if (points > 60) {
    const noise = deviationBetween(windows, w12, w60) + 0.05 * Math.sqrt(longSquare);
    into[13] = noise > 0 ? (meanBetween(windows, -1, w12) - meanBetween(windows, w12, w60)) / noise : 0;
  }
  if (points > 12) into[14] = value - windows.origin - (2 * meanBetween(windows, w1, w6) - meanBetween(windows, w6, w12));
}

function learn(means: Float64Array, counts: Float64Array, bin: number, value: number, memory: number): void {
  const count = counts[bin] ?? 0;
  means[bin] = (means[bin] ?? 0) + (value - (means[bin] ?? 0)) / Math.min(count + 1, memory);
  counts[bin] = count + 1;
}

function positive(value: number, modulus: number): number {
  return ((value % modulus) + modulus) % modulus;
}
