/**
 * The next values of an even series with an interval, from a handful of cheap models weighted by how they did on the newest past:
 * each forecasts stretches that it hasn't seen, and the better it did, the more it counts. The interval comes from the errors of
 * these trials. Nothing is set per series.
 */

import { type Candidate, candidatesFor } from './candidates.ts';

export interface EvenSeries {
  readonly values: readonly number[];
  readonly stepMs: number;
}

export interface Forecast {
  readonly values: readonly number[];
  /** The bounds within which 95 of 100 future values should lie. */
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** The models that count, heaviest first; weights add up to 1. */
  readonly models: readonly { readonly name: string; readonly weight: number }[];
  /** Mean absolute error in the trials, in units of the series. */
  readonly error: number;
  /** The same error of the last value carried on; a forecast that doesn't beat it knows nothing. */
  readonly naiveError: number;
  readonly isPredictable: boolean;
  /** Seasons, in points, that the models could use. */
  readonly periods: readonly number[];
}

/** Points beyond are left out: they cost time and say little about what comes. */
const pointsMax = 1_300;
const pointsMin = 12;
/** The trials end so many horizons before the end; the third is a whole week for two days of hours. */
const trialDistances = [1, 2, 3.5, 7] as const;
/** How sharply weights follow the errors: between the mean of all (0) and the best alone. */
const sharpness = 8;
const weightMin = 0.01;

/** Null for fewer than twelve values or a horizon without length. */
export function forecast({ values: given, stepMs }: EvenSeries, horizon: number): Forecast | null {
  const values = given.slice(-pointsMax);
  if (values.length < pointsMin || horizon < 1 || !values.every(Number.isFinite)) return null;
  const periods = periodsFor(stepMs, values.length);
  const bounds = boundsOf(values);
  const candidates = candidatesFor(periods);
  const trials = runTrials(values, horizon, candidates, bounds);
  const weights = weigh(candidates, trials);
  const paths = candidates.map((candidate, index) => (weights[index] === 0 ? null : runWithin(candidate, values, horizon, bounds)));
  const usable = weights.map((weight, index) => (paths[index] === null ? 0 : weight));
  const total = usable.reduce((sum, weight) => sum + weight, 0);
  const shares = total === 0 ? usable.map((_, index) => (index === 0 ? 1 : 0)) : usable.map((weight) => weight / total);
  if (total === 0) paths[0] = candidates[0]?.run(values, horizon) ?? null;
  const middle = mix(paths, shares, horizon);
  const spread = spreadOf(trials, shares, horizon, values);
  const { error, naiveError } = errorsOf(trials, shares);
  return {
    values: middle,
    low: middle.map((value, ahead) => Math.max(bounds.floor, value - (spread[ahead] ?? 0))),
    high: middle.map((value, ahead) => value + (spread[ahead] ?? 0)),
    models: candidates
      .map(({ name }, index) => ({ name, weight: shares[index] ?? 0 }))
      .filter(({ weight }) => weight > weightMin)
      .sort((one, other) => other.weight - one.weight),
    error,
    naiveError,
    isPredictable: isPredictable(values, spread, error, naiveError),
    periods,
  };
}

const hourMs = 3_600_000;
/** The seasons that operators' series have; a year is 52 weeks and a quarter of a day. */
const seasonsMs = [hourMs, 24 * hourMs, 168 * hourMs, 365.25 * 24 * hourMs] as const;

/** Whole numbers of points that fit twice into the series, at most the two longest. */
function periodsFor(stepMs: number, count: number): readonly number[] {
  const periods = seasonsMs.map((season) => Math.round(season / stepMs)).filter((period) => period >= 4 && 2.2 * period <= count);
  return periods.slice(-2);
}

interface Trial {
  readonly actual: readonly number[];
  /** One for each candidate. */
  readonly paths: readonly (readonly number[] | null)[];
}

interface Bounds {
  readonly floor: number;
  readonly ceiling: number;
}

/** What was never negative doesn't become so; nothing runs away by more than half of what the series has spanned. */
function boundsOf(values: readonly number[]): Bounds {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const reach = (high - low) / 2;
  // What falls evenly may come to nothing: that is what people want to know of.
  return { floor: low >= 0 ? Math.min(low / 2, Math.max(0, low - reach)) : low - reach, ceiling: high + reach };
}

function runWithin({ run }: Candidate, values: readonly number[], horizon: number, bounds: Bounds): readonly number[] | null {
  const path = run(values, horizon);
  if (path === null || !path.every(Number.isFinite)) return null;
  return path.map((value) => Math.min(bounds.ceiling, Math.max(bounds.floor, value)));
}

function runTrials(values: readonly number[], horizon: number, candidates: readonly Candidate[], bounds: Bounds): readonly Trial[] {
  const trials: Trial[] = [];
  for (const distance of trialDistances) {
    const end = values.length - Math.round(distance * horizon);
    const isFirst = trials.length === 0;
    // A long horizon for a short past: the trial is as long as the past allows.
    const length = isFirst && end < pointsMin ? Math.floor(values.length / 3) : horizon;
    const from = isFirst && end < pointsMin ? values.length - length : end;
    if (from < pointsMin || length < 1) break;
    const past = values.slice(0, from);
    trials.push({
      actual: values.slice(from, from + length),
      paths: candidates.map((candidate) => runWithin(candidate, past, length, bounds)),
    });
    if (length !== horizon) break;
  }
  return trials;
}

/** By the symmetric percentage error where values are positive, else by the absolute error; 0 for those that declined. */
function weigh(candidates: readonly Candidate[], trials: readonly Trial[]): readonly number[] {
  if (trials.length === 0) return candidates.map((_, index) => (index === 0 ? 1 : 0));
  const isPositive = trials.every(({ actual }) => actual.every((value) => value > 0));
  const errors = candidates.map((_, index) => {
    const known = trials.flatMap(({ actual, paths }) => {
      const path = paths[index];
      return path === null || path === undefined ? [] : [errorOf(actual, path, isPositive)];
    });
    return known.length === 0 ? Number.POSITIVE_INFINITY : known.reduce((sum, error) => sum + error, 0) / known.length;
  });
  const best = Math.min(...errors);
  if (!Number.isFinite(best)) return candidates.map((_, index) => (index === 0 ? 1 : 0));
  const ease = 0.02 * best + (isPositive ? 0.05 : 0) + Number.MIN_VALUE;
  return errors.map((error) => (error === Number.POSITIVE_INFINITY ? 0 : ((best + ease) / (error + ease)) ** sharpness));
}

function errorOf(actual: readonly number[], path: readonly number[], isRelative: boolean): number {
  let sum = 0;
  for (const [index, value] of actual.entries()) {
    const miss = Math.abs(value - (path[index] ?? 0));
    const size = Math.abs(value) + Math.abs(path[index] ?? 0);
    sum += isRelative ? (size === 0 ? 0 : (200 * miss) / size) : miss;
  }
  return sum / actual.length;
}

function mix(paths: readonly (readonly number[] | null)[], shares: readonly number[], horizon: number): readonly number[] {
  const known = shares.reduce((sum, share, index) => sum + (paths[index] === null ? 0 : share), 0);
  return Array.from({ length: horizon }, (_, ahead) => {
    let sum = 0;
    for (const [index, path] of paths.entries()) if (path !== null) sum += ((shares[index] ?? 0) * (path[ahead] ?? 0)) / (known || 1);
    return sum;
  });
}

/** Half the width of the interval for each step ahead. */
function spreadOf(trials: readonly Trial[], shares: readonly number[], horizon: number, values: readonly number[]): readonly number[] {
  const squares = new Float64Array(horizon);
  const counts = new Float64Array(horizon);
  for (const { actual, paths } of trials) {
    const mixed = mix(paths, shares, actual.length);
    // The errors of neighbouring steps are pooled: a handful of trials says little about one step alone.
    const reach = Math.max(2, Math.round(actual.length / 4));
    for (let ahead = 0; ahead < horizon; ahead += 1) {
      for (let near = Math.max(0, ahead - reach); near <= Math.min(actual.length - 1, ahead + reach); near += 1) {
        squares[ahead] = (squares[ahead] ?? 0) + ((actual[near] ?? 0) - (mixed[near] ?? 0)) ** 2;
        counts[ahead] = (counts[ahead] ?? 0) + 1;
      }
    }
  }
  const floor = 1e-3 * Math.abs(values.at(-1) ?? 0);
  let widest = 0;
  return Array.from(squares, (square, ahead) => {
    const count = counts[ahead] ?? 0;
    // Further ahead is never surer.
    widest = Math.max(widest, count === 0 ? widest : Math.sqrt(square / count), floor);
    return widthFactor * widest;
  });
}

/** 1.96 would be 95 % of a normal distribution; errors have longer tails, and the weights were chosen on the very trials measured here. */
const widthFactor = 2.6;

function errorsOf(trials: readonly Trial[], shares: readonly number[]): { readonly error: number; readonly naiveError: number } {
  let [error, naiveError, count] = [0, 0, 0];
  for (const { actual, paths } of trials) {
    const mixed = mix(paths, shares, actual.length);
    for (const [index, value] of actual.entries()) {
      error += Math.abs(value - (mixed[index] ?? 0));
      naiveError += Math.abs(value - (paths[0]?.[index] ?? 0));
      count += 1;
    }
  }
  return count === 0 ? { error: 0, naiveError: 0 } : { error: error / count, naiveError: naiveError / count };
}

/** Useless is a forecast that does no better than the last value and whose interval is as wide as all that was seen. */
function isPredictable(values: readonly number[], spread: readonly number[], error: number, naiveError: number): boolean {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const usualSpan = at(0.95) - at(0.05);
  if (usualSpan === 0) return true;
  const width = 2 * (spread.at(-1) ?? 0);
  return width < 0.9 * usualSpan || error < 0.8 * naiveError;
}
