/**
 * Anomalies in one series, point by point: no settings, one pass, fixed memory (about 120 KB), later points never change an earlier
 * verdict. Two questions are asked of each point: how far is it from what is usual (deviation.ts), which is its score, and is
 * something happening that this series hardly ever does (surprise.ts), which raises an alert at the onset and then holds its tongue.
 */

import { type CounterState, createCounter, stepCounter } from './counter.ts';
import { createDeviation, type DeviationState, hasDailyRhythm, type Season, stepDeviation } from './deviation.ts';
import type { FeatureName } from './features.ts';
import { createScore, type ScoreState, stepScore } from './score.ts';
import { createSurprise, type SurpriseState, stepSurprise } from './surprise.ts';
import { createTrendLine, stepTrendLine, type TrendLine } from './trend-line.ts';

export interface Detector {
  readonly counter: CounterState;
  surprise: SurpriseState;
  deviation: DeviationState;
  score: ScoreState;
  trend: TrendLine;
  points: number;
  lastMs: number;
  /** Decayed mean distance of points in time. */
  gapMs: number;
  /** The longest gap so far; it fades slowly. */
  longestGapMs: number;
  pointsSinceAlert: number;
  flatPoints: number;
  lastValue: number;
}

export interface Verdict {
  readonly timeMs: number;
  /** What was judged: the value, or the rate per second of a counter. */
  readonly value: number;
  /** 0 to 1 by the distance from what is usual; from `scoreThreshold` on it is an anomaly. */
  readonly score: number;
  /** 0 to 1 by how rare this is in the series; from `alertThreshold` on something is happening. */
  readonly surprise: number;
  /** Mean digits of rarity over all features, before it is bent. */
  readonly digits: number;
  /** The onset of something: surprise is high and no alert was raised just before. */
  readonly isAlert: boolean;
  readonly size: number;
  readonly expected: number;
  readonly low: number;
  readonly high: number;
  readonly season: Season;
  readonly feature: FeatureName;
  readonly flatPoints: number;
  /** Time without points before this one, when it was much longer than usual; otherwise 0. */
  readonly gapMs: number;
  readonly isCounter: boolean;
}

/** Both scores are bent so that one half is where their threshold lies. */
export const scoreThreshold = 0.5;
export const alertThreshold = 0.5;
/** In noise units: half a score. Beyond it, service metrics were labelled anomalous more often than not (docs/guides/analysis.md). */
const sizeAtHalf = 6.1;
/** Mean digits of rarity: half a surprise. */
const digitsAtHalf = 2.62;
/** What goes on as evenly as ever is no more surprising than any series is now and then. */
const onLineDigits = 1;
/** After an alert, the next this many points raise none: a twentieth of what was seen, at least 20 and at most 150 points. */
const coolingShare = 0.05;
const coolingMin = 20;
const coolingMax = 150;
/** Before so many points nearly everything is new, so nothing is news. */
const learningPoints = 240;
/** A pause of so many usual distances is a gap, unless one nearly as long was seen before: shops close every night. */
const gapFactor = 4;
const longerFactor = 1.5;
const gapFade = 0.9999;

export function createDetector(): Detector {
  return {
    counter: createCounter(),
    surprise: createSurprise(),
    deviation: createDeviation(),
    score: createScore(),
    trend: createTrendLine(),
    points: 0,
    lastMs: 0,
    gapMs: 0,
    longestGapMs: 0,
    pointsSinceAlert: coolingMax,
    flatPoints: 0,
    lastValue: Number.NaN,
  };
}

/** Judges the next point. Null for what can't be judged: not a finite number, or not later than the last one. */
export function stepDetector(detector: Detector, timeMs: number, given: number): Verdict | null {
  if (!Number.isFinite(given) || !Number.isFinite(timeMs) || (detector.points > 0 && timeMs <= detector.lastMs)) return null;
  const reading = stepCounter(detector.counter, timeMs, given);
  const gapMs = stepGap(detector, timeMs);
  if (reading.isNews) {
    // All that was learned was about the total, and the rate is another series.
    detector.surprise = createSurprise();
    detector.deviation = createDeviation();
    detector.score = createScore();
    detector.trend = createTrendLine();
  }
  const { value } = reading;
  detector.flatPoints = value === detector.lastValue ? detector.flatPoints + 1 : 0;
  detector.lastValue = value;
  const surprise = stepSurprise(detector.surprise, timeMs, value, hasDailyRhythm(detector.deviation));
  const deviation = stepDeviation(detector.deviation, timeMs, value);
  const digits = stepTrendLine(detector.trend, timeMs, value) ? Math.min(onLineDigits, surprise.digits) : surprise.digits;
  const bent = bendDigits(digits);
  return {
    timeMs,
    value,
    score: bend(stepScore(detector.score, deviation.size), sizeAtHalf, 2),
    surprise: bent,
    digits,
    isAlert: raisesAlert(detector, bent),
    ...deviation,
    feature: surprise.feature,
    flatPoints: detector.flatPoints,
    gapMs,
    isCounter: detector.counter.isCounter === true,
  };
}

/** What both one series and several as a system have. */
export interface Alerting {
  points: number;
  pointsSinceAlert: number;
}

/** Whether this surprise is an onset; `points` counts the newest already. */
export function raisesAlert(alerting: Alerting, surprise: number): boolean {
  const cooling = Math.min(coolingMax, coolingMin + coolingShare * alerting.points);
  alerting.pointsSinceAlert += 1;
  if (alerting.points <= learningPoints || surprise < alertThreshold || alerting.pointsSinceAlert < cooling) return false;
  alerting.pointsSinceAlert = 0;
  return true;
}

function stepGap(detector: Detector, timeMs: number): number {
  const gap = detector.points === 0 ? 0 : timeMs - detector.lastMs;
  const isPause = detector.points > coolingMin && gap > gapFactor * detector.gapMs;
  const isLong = isPause && gap > longerFactor * detector.longestGapMs;
  detector.longestGapMs = Math.max(gap, detector.longestGapMs * gapFade);
  if (detector.points > 0 && !isPause) detector.gapMs += (gap - detector.gapMs) / Math.min(detector.points, 100);
  detector.points += 1;
  detector.lastMs = timeMs;
  return isLong ? gap : 0;
}

/** The scale of `surprise`. */
export function bendDigits(digits: number): number {
  return bend(digits, digitsAtHalf, 4);
}

/** From 0 to 1, one half at `half`, the steeper the higher the power. */
function bend(amount: number, half: number, power: number): number {
  const scaled = (amount / half) ** power;
  return Number.isFinite(scaled) ? scaled / (1 + scaled) : 1;
}
