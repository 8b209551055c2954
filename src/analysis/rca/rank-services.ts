/**
 * Which service of many is at fault, from their measured values alone: when it began, who strays furthest from its own usual (robust scores
 * after BARO, Pham et al. 2024), who strayed first, and, where calls are known, whose straying is explained by what it calls. Pure.
 */

import { findLevelShift } from '../change-point.ts';
import { quantile } from '../quantile.ts';

export interface ServiceColumn {
  readonly service: string;
  readonly metric: string;
  readonly values: readonly number[];
}

export interface ServiceTable {
  /** Epoch milliseconds, one for each row. */
  readonly times: readonly number[];
  readonly columns: readonly ServiceColumn[];
  /** Caller and callee; empty where nothing is known. */
  readonly calls: readonly (readonly [string, string])[];
}

export interface RankedMetric {
  readonly metric: string;
  /** In units of its usual spread. */
  readonly strength: number;
}

export interface RankedService {
  readonly service: string;
  readonly score: number;
  readonly metrics: readonly RankedMetric[];
}

export interface ServiceRanking {
  /** When it began; null where no value moved. */
  readonly onsetMs: number | null;
  readonly services: readonly RankedService[];
}

/** Metrics that tell of requests are felt by whoever calls; what is used up is used up where it happens. */
const feltByCallers = /latency|duration|error|request|response|load|rps|qps|throughput/i;
/** Of a service's strength, what callers feel of it. */
const passes = 0.7;
/** Values this far from the usual say no more than those half as far. */
const strengthMax = 1_000;
/** The share of a service's rows that begin at it, for the time of beginning. */
const earlyShare = 0.1;
const rowsMin = 12;
/** Nothing that is measured comes near; the squares and differences of what lies beyond are no numbers any more. */
const valueMax = 1e100;

export function rankServices({ times, columns, calls }: ServiceTable): ServiceRanking {
  const bounded = columns.map((column) => ({ ...column, values: column.values.map(within) }));
  const usable = bounded.filter(({ values }) => values.filter(Number.isFinite).length >= rowsMin);
  const onset = onsetRow(times, usable);
  const split = onset ?? Math.floor(times.length / 2);
  const metrics = usable.map((column) => ({ ...column, strength: strengthOf(column.values, split), lead: leadOf(column.values, split) }));
  const byService = Map.groupBy(metrics, ({ service }) => service);
  const own = new Map([...byService].map(([service, all]) => [service, scoreOf(all)]));
  const felt = new Map([...byService].map(([service, all]) => [service, scoreOf(all.filter(({ metric }) => feltByCallers.test(metric)))]));
  const services = [...byService].map(([service, all]): RankedService => {
    const callees = calls.filter(([from, to]) => from === service && to !== service).map(([, to]) => to);
    const explained = Math.max(0, ...callees.map((to) => (own.get(to) ?? 0) * passes));
    // Only what callers feel can come from below: a processor that is busy here is busy here.
    const local = scoreOf(all.filter(({ metric }) => !feltByCallers.test(metric)));
    const score = Math.max(local, Math.max(0, (felt.get(service) ?? 0) - explained));
    const shown = all.map(({ metric, strength }) => ({ metric, strength }));
    shown.sort((one, other) => other.strength - one.strength || compareText(one.metric, other.metric));
    return { service, score, metrics: shown.slice(0, 5) };
  });
  services.sort((one, other) => other.score - one.score || compareText(one.service, other.service));
  return { onsetMs: onset === null ? null : (times[onset] ?? null), services };
}

function within(value: number): number {
  return Number.isFinite(value) ? Math.min(valueMax, Math.max(-valueMax, value)) : value;
}

interface Measured {
  readonly strength: number;
  readonly lead: number;
}

/** The strongest metric counts, the second half as much: one odd curve is chance more often than two. Who was early gets up to a tenth more. */
function scoreOf(all: readonly Measured[]): number {
  const sorted = all.map(({ strength, lead }) => Math.log1p(strength) * (1 + 0.1 * lead)).sort((one, other) => other - one);
  return (sorted[0] ?? 0) + (sorted[1] ?? 0) / 2;
}

/** The row near which most levels moved, the stronger the more it counts. */
function onsetRow(times: readonly number[], columns: readonly ServiceColumn[]): number | null {
  const votes = times.map(() => 0);
  const width = Math.max(1, Math.round(times.length * 0.03));
  for (const { values } of columns) {
    const shift = findLevelShift({ times: times.map((_, index) => index), values });
    if (shift === null) continue;
    for (let row = Math.max(0, shift.atMs - width); row <= Math.min(times.length - 1, shift.atMs + width); row += 1)
      votes[row] = (votes[row] ?? 0) + Math.log1p(Math.min(strengthMax, shift.strength));
  }
  const most = Math.max(0, ...votes);
  return most === 0 ? null : votes.indexOf(most) + Math.min(width, Math.max(0, votes.lastIndexOf(most) - votes.indexOf(most)) >> 1);
}

/** How far the later values lie from the earlier ones' median, in their spread: the upper quartile, so that one spike is no fault. */
function strengthOf(values: readonly number[], split: number): number {
  const before = values.slice(0, split).filter(Number.isFinite);
  const after = values.slice(split).filter(Number.isFinite);
  if (before.length < 4 || after.length < 2) return 0;
  const [middle, low, high] = [quantile(before, 0.5), quantile(before, 0.25), quantile(before, 0.75)];
  // A curve that never moved has no spread; a hundredth of its level stands in for it.
  const spread = Math.max((high - low) / 1.349, 0.01 * Math.abs(middle), 1e-9 * Math.max(1, ...after.map(Math.abs)), Number.MIN_VALUE);
  const away = after.map((value) => Math.abs(value - middle) / spread);
  return Math.min(strengthMax, quantile(away, 0.75));
}

/** 1 for what strays at once, towards 0 the later it first does. */
function leadOf(values: readonly number[], split: number): number {
  const before = values
    .slice(0, split)
    .filter(Number.isFinite)
    .sort((one, other) => one - other);
  if (before.length < 4) return 0;
  const [low, high] = [quantile(before, 0.01), quantile(before, 0.99)];
  const range = Math.max(high - low, 0.02 * Math.abs(high));
  const after = values.slice(split);
  const first = after.findIndex((value, index) => isOut(value) && isOut(after[index + 1] ?? value));
  return first < 0 ? 0 : Math.max(0, 1 - first / Math.max(1, after.length * earlyShare));
  function isOut(value: number): boolean {
    return value < low - range / 2 || value > high + range / 2;
  }
}

function compareText(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
