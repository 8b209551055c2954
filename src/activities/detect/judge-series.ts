/** What is known of one series now: its state, its last values beside what was usual, and whether something goes on. */

import { learnedPoints, type Onset, observeAnomaly } from '../../analysis/detection/observe-anomaly.ts';
import { type ForecastWords, observeForecast } from '../../analysis/detection/observe-forecast.ts';
import { scoreOf } from '../../analysis/detection/threshold.ts';
import { toEvenSteps } from '../../analysis/forecast/even-series.ts';
import { unitText } from '../../charts/number-text.ts';
import type { BandPoints, DetectionSeries, DetectionSpec, RecentPoints, SeriesState } from '../../domain/detection.ts';
import { durationText } from '../../text/duration.ts';
import type { LearnedSeries } from './learned-series.ts';
import { lookAhead } from './look-ahead.ts';
import { seriesKeyOf } from './read-points.ts';

export interface JudgedSeries {
  readonly learned: LearnedSeries;
  readonly onset: Onset | null;
  readonly row: DetectionSeries;
}

/** No point for so many ticks, and at least so long: what went on is over as far as anybody can see. */
const goneTicks = 10;
const goneMs = 15 * 60_000;
/** What has begun to be told is told until the limit is a quarter farther away: no coming and going at the border. */
const farther = 1.25;
/** What is too short, or on the harmless side, stays below the detector's line, however far it strayed. */
const quietMax = 0.49;
const recentMax = 96;
const aheadMax = 24;

export function judgeSeries(spec: DetectionSpec, learned: LearnedSeries, isGoing: boolean, nowMs: number, timeZone: string): JudgedSeries {
  const isGone = nowMs - learned.lastMs > Math.max(goneMs, goneTicks * spec.everySeconds * 1_000);
  const judged = spec.kind === 'anomaly' ? judgeAnomaly(spec, learned, timeZone) : judgeForecast(spec, learned, isGoing);
  const { state, score, reason } = judged;
  const last = learned.verdicts.at(-1);
  return {
    learned,
    onset: isGone ? null : judged.onset,
    row: {
      ...{ detectionId: spec.id, key: seriesKeyOf(learned.name), name: learned.name, labels: learned.labels, state, score, reason },
      lastAt: new Date(learned.lastMs).toISOString(),
      value: last?.value ?? learned.values.at(-1) ?? 0,
      ...{ expected: last?.expected ?? null, low: last?.low ?? null, high: last?.high ?? null },
      recent: recentOf(spec, learned, judged),
    },
  };
}

interface Judged {
  readonly state: SeriesState;
  readonly onset: Onset | null;
  readonly score: number;
  readonly reason: DetectionSeries['reason'];
}

function judgeAnomaly(spec: DetectionSpec, { detector, verdicts }: LearnedSeries, timeZone: string): Judged {
  const score = Math.min(quietMax, verdicts.at(-1)?.score ?? 0);
  if ((detector?.points ?? 0) < learnedPoints) return { state: 'learning', onset: null, score, reason: null };
  const onset = observeAnomaly(verdicts, spec.direction, timeZone);
  return {
    state: onset === null ? 'quiet' : 'unusual',
    onset,
    score: onset === null ? score : scoreOf(onset.odds),
    reason: onset?.reason ?? null,
  };
}

function judgeForecast(spec: DetectionSpec, { times, values }: LearnedSeries, isGoing: boolean): Judged {
  const even = toEvenSteps(times, values);
  if (spec.limit === null || even === null || even.values.length < 12) return { state: 'learning', onset: null, score: 0, reason: null };
  const withinMs = spec.withinHours * 3_600_000;
  const { exhaustion, onset } = observeForecast(even, spec.limit, isGoing ? withinMs * farther : withinMs, wordsOf(spec));
  const lastMs = times.at(-1) ?? 0;
  if (onset !== null)
    return { state: 'approaching', onset: { ...onset, sinceMs: lastMs }, score: scoreOf(onset.odds), reason: onset.reason };
  const leftMs = exhaustion.kind === 'expected' ? exhaustion.atMs - lastMs : Number.POSITIVE_INFINITY;
  const score = scoreOf(withinMs / Math.max(1, leftMs));
  return { state: exhaustion.kind === 'not-predictable' ? 'not-predictable' : 'quiet', onset: null, score, reason: null };
}

export function wordsOf({ unit }: Pick<DetectionSpec, 'unit'>): ForecastWords {
  return { duration: durationText, number: (value) => unitText(value, unit) };
}

type Pointed = Pick<LearnedSeries['verdicts'][number], 'timeMs' | 'value'> & { readonly low: number | null; readonly high: number | null };

/** The newest points, each of the kept ones as it was; numbers with as many digits as a picture shows. */
function recentOf(spec: DetectionSpec, { verdicts, times, values }: LearnedSeries, { state, onset }: Judged): RecentPoints {
  const points: readonly Pointed[] =
    verdicts.length > 0 ? verdicts : times.map((timeMs, index) => ({ timeMs, value: values[index] ?? 0, low: null, high: null }));
  const kept = thin(points, recentMax);
  const bounds = kept.flatMap(({ low, high }) => (low === null || high === null ? [] : [{ low: short(low), high: short(high) }]));
  const shown = { times: kept.map(({ timeMs }) => timeMs), values: kept.map(({ value }) => short(value)) };
  const ahead = state === 'learning' || state === 'not-predictable' ? null : lookAhead(spec, times, values);
  return {
    ...shown,
    low: bounds.map(({ low }) => low),
    high: bounds.map(({ high }) => high),
    ...(ahead === null ? {} : { ahead: thinAhead(ahead) }),
    ...(state === 'unusual' && onset !== null ? { movedAtMs: onset.sinceMs } : {}),
  };
}

function thinAhead({ times, values, low, high }: BandPoints): BandPoints {
  const kept = thin(
    times.map((_, index) => index),
    aheadMax,
  );
  const at = (given: readonly number[]): readonly number[] => kept.map((index) => short(given[index] ?? 0));
  return { times: kept.map((index) => times[index] ?? 0), values: at(values), low: at(low), high: at(high) };
}

/** Every so manieth, the last among them. */
function thin<Each>(given: readonly Each[], max: number): readonly Each[] {
  const stride = Math.max(1, Math.ceil(given.length / max));
  return given.filter((_, index) => (given.length - 1 - index) % stride === 0);
}

function short(value: number): number {
  return Number(value.toPrecision(6));
}
