/**
 * From which odds on an event is worth an incident.
 *
 * Scores are compared as odds, score / (1 - score): 1 is where the detector itself draws its line, and twice the odds is one step of the
 * same size anywhere on the scale. Two things raise the line above 1, and both come back:
 *
 * - The budget. The threshold is a running quantile estimate, raised by a step with each event above it and lowered a little all the
 *   time, so that in the long run N events a day exceed it, whatever the series does: online quantile tracking, the proportional part of
 *   Angelopoulos, Candès and Tibshirani, "Conformal PID Control for Time Series Prediction" (NeurIPS 2023), after Gibbs and Candès,
 *   "Adaptive Conformal Inference Under Distribution Shift" (NeurIPS 2021). It never falls below the detector's own line.
 * - People. An event that was called useless is not to be told again: the line of its series is laid above it, a step for each further
 *   such mark; a useful mark takes a step back. All marks of a detection together move its other series by half a step each.
 */

import type { Mark } from '../../domain/detection.ts';

/** A step doubles the odds that are asked for. */
export const step = Math.LN2;
/** Odds of 200 to 1: what is surer than that is told whatever was marked. */
const raiseMax = Math.log(200);
const dayMs = 86_400_000;

export interface Pressure {
  readonly pressure: number;
  readonly atMs: number;
}

/** The controller: `exceeded` events since `before.atMs`, at a budget of so many a day. */
export function trackPressure(before: Pressure, nowMs: number, exceeded: number, budgetPerDay: number): Pressure {
  const days = Math.max(0, nowMs - before.atMs) / dayMs;
  const fallen = Math.max(0, before.pressure - step * budgetPerDay * days);
  return { pressure: Math.min(raiseMax, fallen + step * exceeded), atMs: Math.max(nowMs, before.atMs) };
}

export interface MarkedEvent {
  readonly seriesKey: string;
  readonly odds: number;
  readonly mark: Mark;
}

/** What people's marks add for one series, as the logarithm of odds. */
export function raiseByMarks(marks: readonly MarkedEvent[], seriesKey: string): number {
  const own = marks.filter((each) => each.seriesKey === seriesKey);
  const others = marks.filter((each) => each.seriesKey !== seriesKey);
  const useless = own.filter(({ mark }) => mark === 'useless');
  const least = Math.max(0, ...useless.map(({ odds }) => Math.log(Math.max(1, odds))));
  const raised = useless.length === 0 ? 0 : least + step * (useless.length - count(own, 'useful'));
  const shared = (step / 2) * (count(others, 'useless') - count(others, 'useful'));
  return Math.max(0, Math.min(raiseMax, raised + shared));
}

/** The odds that an event must reach. */
export function thresholdOdds(pressure: number, raise: number): number {
  return Math.exp(Math.min(raiseMax, Math.max(0, pressure) + Math.max(0, raise)));
}

/** A score of 1 is sure, but odds stay finite. */
export function oddsOf(score: number): number {
  const bounded = Math.max(0, Math.min(0.999, score));
  return bounded / (1 - bounded);
}

export function scoreOf(odds: number): number {
  return odds / (1 + odds);
}

function count(marks: readonly MarkedEvent[], mark: Mark): number {
  return marks.filter((each) => each.mark === mark).length;
}
