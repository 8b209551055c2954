/** What the analysis says of one series of a range: what was usual, where the level moved, what is unusual, and what comes. */

import { createDetector, scoreThreshold, stepDetector, type Verdict } from '../../analysis/anomaly/detector.ts';
import { joinEvents } from '../../analysis/anomaly/events.ts';
import { explainEvent } from '../../analysis/anomaly/reason.ts';
import { findLevelShift } from '../../analysis/change-point.ts';
import { toEvenSteps } from '../../analysis/forecast/even-series.ts';
import { forecast } from '../../analysis/forecast/forecast.ts';
import type { Facts, Series } from '../../domain/evidence.ts';
import type { LocalText } from '../../domain/text.ts';

export interface JudgedSeries {
  readonly facts: Facts;
  /** The band of the usual and the forecast; none where too little was measured. */
  readonly series: readonly Series[];
  /** What is unusual and since when, in UTC; null for nothing. */
  readonly reason: LocalText | null;
}

/** A band that was learned from fewer points says nothing. */
const learnedPoints = 30;
const forecastPointsMin = 60;
/** Looks ahead by this share of what was seen. */
const aheadShare = 0.25;

export function judgeSeries(series: Series): JudgedSeries {
  const detector = createDetector();
  const verdicts = series.values.flatMap((value, index): Verdict[] => {
    const verdict = stepDetector(detector, series.times[index] ?? 0, value);
    return verdict === null ? [] : [verdict];
  });
  const event = joinEvents(verdicts)
    .filter(({ worst }) => worst.score >= scoreThreshold)
    .at(-1);
  const ahead = lookAhead(series);
  const facts: Facts = {
    ...shiftFacts(series),
    ...(event === undefined
      ? {}
      : { 'range.unusualSince': iso(event.fromMs), 'range.unusualScore': Math.round(event.worst.score * 100) / 100 }),
    ...ahead.facts,
  };
  return {
    facts,
    series: [...bandOf(series, verdicts.slice(learnedPoints)), ...ahead.series],
    reason: event === undefined ? null : explainEvent(event, 'UTC'),
  };
}

function shiftFacts(series: Series): Facts {
  const shift = findLevelShift(series);
  if (shift === null) return {};
  return {
    'range.shiftAt': iso(shift.atMs),
    'range.shiftEarliest': iso(shift.earliestMs),
    'range.shiftLatest': iso(shift.latestMs),
    'range.shiftBefore': shift.before,
    'range.shiftAfter': shift.after,
  };
}

/** A counter is judged by its rate, which is of another unit than the line that it would lie under. */
function bandOf(series: Series, verdicts: readonly Verdict[]): readonly Series[] {
  if (verdicts.length === 0 || verdicts.at(-1)?.isCounter === true) return [];
  const times = verdicts.map(({ timeMs }) => timeMs);
  const line = (role: 'usual-low' | 'usual-high', values: readonly number[]): Series => ({
    name: `${series.name} (${role === 'usual-low' ? 'usual, low' : 'usual, high'})`,
    unit: series.unit,
    role,
    times,
    values,
  });
  return [
    line(
      'usual-low',
      verdicts.map(({ low }) => low),
    ),
    line(
      'usual-high',
      verdicts.map(({ high }) => high),
    ),
  ];
}

function lookAhead(series: Series): { readonly facts: Facts; readonly series: readonly Series[] } {
  const even = series.values.length < forecastPointsMin ? null : toEvenSteps(series.times, series.values);
  const found = even === null ? null : forecast(even, Math.max(1, Math.floor(even.values.length * aheadShare)));
  if (even === null || found === null) return { facts: {}, series: [] };
  if (!found.isPredictable) return { facts: { 'range.isPredictable': false }, series: [] };
  const times = found.values.map((_, ahead) => Math.round(even.startMs + (even.values.length + ahead) * even.stepMs));
  const line = (role: 'forecast' | 'forecast-low' | 'forecast-high', words: string, values: readonly number[]): Series => ({
    name: `${series.name} (${words})`,
    unit: series.unit,
    role,
    times,
    values,
  });
  return {
    facts: {
      'range.isPredictable': true,
      'range.forecast': found.values.at(-1) ?? null,
      'range.forecastLow': found.low.at(-1) ?? null,
      'range.forecastHigh': found.high.at(-1) ?? null,
    },
    series: [
      line('forecast', 'forecast', found.values),
      line('forecast-low', 'forecast, low', found.low),
      line('forecast-high', 'forecast, high', found.high),
    ],
  };
}

function iso(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
