/**
 * How far a value has fallen, on a scale of ratios: what is never negative can't fall by more than its level, however wide it swings,
 * but nearly nothing of a traffic that halves every night is an outage. Logarithms tell the two apart.
 */

import { addToHistory, createHistory, type History, quantileOf } from './history.ts';

export interface FallState {
  readonly fromMedian: History;
  readonly fromSeason: History;
}

/** What the value is held against; `noise` in its own unit. */
export interface Usual {
  readonly median: number;
  readonly seasonal: number;
  readonly noise: number;
}

/** The ninetieth percentile of a normal distribution's distances. */
const normalNinety = 1.6449;
/** This share of the noise is added before logarithms are taken, so that zero has one. */
const noiseShare = 0.1;
/** No ratio is told more exactly than to five in a hundred. */
const noiseMin = 0.05;
const sizeMax = 1_000;

export function createFall(): FallState {
  return { fromMedian: createHistory(), fromSeason: createHistory() };
}

/** In units of the usual ratios; 0 for what hasn't fallen. Values must not be negative. */
export function sizeOfFall({ fromMedian, fromSeason }: FallState, value: number, usual: Usual): number {
  if (value >= usual.median || value >= usual.seasonal) return 0;
  const below = logRatio(value, usual.median, usual.noise) / noiseOf(fromMedian);
  return Math.min(sizeMax, Math.sqrt((below * logRatio(value, usual.seasonal, usual.noise)) / noiseOf(fromSeason)));
}

export function learnRatios({ fromMedian, fromSeason }: FallState, value: number, usual: Usual): void {
  addToHistory(fromMedian, Math.abs(logRatio(value, usual.median, usual.noise)));
  addToHistory(fromSeason, Math.abs(logRatio(value, usual.seasonal, usual.noise)));
}

/** How many times `to` is above the value, as a logarithm. */
function logRatio(value: number, to: number, noise: number): number {
  const ease = noiseShare * noise + Number.MIN_VALUE;
  return Math.log((Math.max(0, to) + ease) / (Math.max(0, value) + ease));
}

function noiseOf(ratios: History): number {
  return quantileOf(ratios, 0.9) / normalNinety + noiseMin;
}
