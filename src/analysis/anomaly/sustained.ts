/**
 * How long it has been a little unusual: the mean of the signed distances of the newest points, in units of what such means have been.
 * A shift too small to stand out in one point stands out in a dozen (the moving sums of Chu, Hornik and Kuan 1995).
 */

import { addToHistory, createHistory, type History, quantileOf } from './history.ts';

export interface SustainedState {
  readonly newest: Float64Array;
  readonly means: History;
  points: number;
  sum: number;
}

const length = 12;
/** A single point counts for no more, or one spike would last for a dozen. */
const distanceMax = 10;
const normalNinety = 1.6449;
/** The least noise of a mean, in noise units of a point. */
const noiseMin = 0.5 / Math.sqrt(length);
const pointsMin = 20 + length;

export function createSustained(): SustainedState {
  return { newest: new Float64Array(length), means: createHistory(), points: 0, sum: 0 };
}

/** Takes the signed distance of the next point, in noise units. What doesn't teach leaves no trace in what is usual. */
export function stepSustained(state: SustainedState, distance: number, teaches: boolean): number {
  const { newest, means } = state;
  const taken = Math.max(-distanceMax, Math.min(distanceMax, distance));
  const place = state.points % length;
  state.sum += taken - (newest[place] ?? 0);
  newest[place] = taken;
  state.points += 1;
  const mean = Math.abs(state.sum) / length;
  const size = means.seen > pointsMin ? mean / (quantileOf(means, 0.9) / normalNinety + noiseMin) : 0;
  if (teaches) addToHistory(means, mean);
  return size;
}
