/** The models that compete: few, cheap and unlike each other, since their mean errs less than the best of them (Bates and Granger 1969). */

import { autoregress, type Regression } from './autoregression.ts';
import { alignSeasons, analogForecast, averageSeasons, doubleSeasonal, profileForecast, repeatSeason } from './seasonal.ts';
import { lineForecast, smoothForecast } from './smoothing.ts';

export interface Candidate {
  readonly name: string;
  readonly run: (values: readonly number[], horizon: number) => number[] | null;
}

/** For the seasons that may be there, shortest first, at most two; each candidate declines a past that is too short for it. */
export function candidatesFor(periods: readonly number[]): readonly Candidate[] {
  const [short, long] = periods;
  return [
    ...plain,
    ...(short === undefined ? [] : seasonal(short, long ?? short)),
    ...(short === undefined ? [] : long === undefined ? oneSeason(short) : twoSeasons(short, long)),
  ];
}

const plain: readonly Candidate[] = [
  { name: 'last value', run: (values, horizon) => Array.from({ length: horizon }, () => values.at(-1) ?? 0) },
  { name: 'damped trend', run: (values, horizon) => smoothForecast(values, horizon, 0.9) },
  { name: 'steady trend', run: lineForecast },
  regression('autoregression of steps', [1, 2, 3, 4, 5, 6, 7, 8], { ridge: 3, isLog: true, difference: 1, isRobust: false }),
];

function seasonal(short: number, long: number): readonly Candidate[] {
  return [
    { name: 'last season', run: (values, horizon) => repeatSeason(values, horizon, short) },
    { name: 'last seasons', run: (values, horizon) => averageSeasons(values, horizon, long, 4, 0.7) },
    { name: 'aligned seasons', run: (values, horizon) => alignSeasons(values, horizon, long, 3) },
    {
      name: 'seasonal ratios',
      run: (values, horizon) => profileForecast(values, horizon, { period: short, isRatio: true, rate: 0.5, seasonsMax: 14 }),
    },
    {
      name: 'seasonal differences',
      run: (values, horizon) => profileForecast(values, horizon, { period: short, isRatio: false, rate: 0.1, seasonsMax: 14 }),
    },
    {
      name: 'analogs',
      run: (values, horizon) =>
        analogForecast(values, horizon, { window: analogWindow(short), neighbours: 4, stride: short > 30 ? 1 : short }),
    },
    regression('seasonal autoregression', sparseLags(short, long), { ridge: 0.3, isLog: false, difference: 0, isRobust: false }),
    regression('robust seasonal autoregression', sparseLags(short, long), { ridge: 0.3, isLog: true, difference: 0, isRobust: true }),
    regression('robust autoregression of seasonal differences', denseLags(short, long), {
      ridge: 3,
      isLog: true,
      difference: short,
      isRobust: true,
    }),
    regression('seasonal autoregression of steps', sparseLags(short, long), {
      ridge: 0.3,
      isLog: true,
      difference: 1,
      isRobust: false,
    }),
  ];
}

function oneSeason(season: number): readonly Candidate[] {
  return [
    regression('dense autoregression of logarithms', denseLags(season, season), {
      ridge: 2,
      isLog: true,
      difference: 0,
      isRobust: false,
    }),
  ];
}

function twoSeasons(short: number, long: number): readonly Candidate[] {
  return [
    { name: 'last long season', run: (values, horizon) => repeatSeason(values, horizon, long) },
    { name: 'double seasonal smoothing', run: (values, horizon) => doubleSeasonal(values, horizon, [short, long]) },
    { name: 'long analogs', run: (values, horizon) => analogForecast(values, horizon, { window: 3 * short, neighbours: 4, stride: 1 }) },
    regression('robust autoregression of long seasonal differences', sparseLags(short, long), {
      ridge: 3,
      isLog: true,
      difference: long,
      isRobust: true,
    }),
  ];
}

function regression(name: string, lags: readonly number[], given: Omit<Regression, 'lags'>): Candidate {
  return { name, run: (values, horizon) => autoregress(values, horizon, { lags, ...given }) };
}

function analogWindow(short: number): number {
  return short > 30 ? 20 : 3 * short;
}

/** The newest points, and those around one and two seasons before. */
function sparseLags(short: number, long: number): readonly number[] {
  const around = (lag: number): readonly number[] => [lag - 1, lag, lag + 1];
  const lags = [1, 2, 3, ...around(short), ...around(2 * short)];
  if (long > short) {
    for (let season = 3; season * short < long; season += 1) lags.push(season * short);
    lags.push(...around(long), ...around(long + short), ...around(2 * long));
  }
  return unique(lags);
}

function denseLags(short: number, long: number): readonly number[] {
  const near = Array.from({ length: Math.min(12, short) }, (_, index) => index + 1);
  const wide = (lag: number): readonly number[] => [lag - 2, lag - 1, lag, lag + 1, lag + 2];
  const lags = [...near, Math.round(short / 2), Math.round(0.75 * short), ...wide(short)];
  if (long > short) {
    lags.push(Math.round(1.5 * short), 2 * short - 1, 2 * short, 2 * short + 1);
    for (let season = 3; season * short < long; season += 1) lags.push(season * short);
    lags.push(...wide(long), long + short, 2 * long);
  } else lags.push(2 * short);
  return unique(lags);
}

function unique(lags: readonly number[]): readonly number[] {
  return [...new Set(lags)].filter((lag) => lag > 0).sort((one, other) => one - other);
}
