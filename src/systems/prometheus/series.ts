/** Reads query results, and keeps them within what evidence may hold. */

import { z } from 'zod';
import { evidenceLimits, type Series } from '../../domain/evidence.ts';
import type { HttpLimit } from '../http/exchange.ts';
import type { PrometheusClient } from './client.ts';

const sample = z.tuple([z.number(), z.string()]);
const metric = z.record(z.string(), z.string());

const instantData = z.discriminatedUnion('resultType', [
  z.looseObject({ resultType: z.literal('vector'), result: z.array(z.looseObject({ metric, value: sample.optional() })) }),
  z.looseObject({ resultType: z.literal('scalar'), result: sample }),
  z.looseObject({ resultType: z.literal('string'), result: z.tuple([z.number(), z.string()]) }),
  z.looseObject({ resultType: z.literal('matrix'), result: z.array(z.unknown()) }),
]);

const rangeData = z.looseObject({ result: z.array(z.looseObject({ metric, values: z.array(sample).default([]) })) });

export interface InstantValue {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Null for NaN and infinities, which facts and charts cannot hold. */
  readonly value: number | null;
}

/** Throws HttpFailure, ApiFailure. At most 1,000 values. */
export async function queryInstant(
  client: PrometheusClient,
  expression: string,
  atMs: number,
  limit: HttpLimit,
): Promise<readonly InstantValue[]> {
  const parameters = { query: expression, time: String(atMs / 1_000), timeout: `${String(Math.ceil(limit.timeoutMs / 1_000))}s` };
  const answer = await client.api('query', parameters, instantData, limit);
  if (answer.resultType === 'scalar') return [{ name: expression, labels: {}, value: finite(answer.result[1]) }];
  if (answer.resultType !== 'vector') return [];
  return answer.result.slice(0, 1_000).map((each) => ({
    name: seriesName(each.metric),
    labels: each.metric,
    value: each.value === undefined ? null : finite(each.value[1]),
  }));
}

export interface Range {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepSeconds: number;
}

/** Around the moment the incident is about; the step keeps it within 240 points. */
export function rangeAround(aboutMs: number, nowMs: number, before: number, after: number): Range {
  const toMs = Math.max(aboutMs - 60_000, Math.min(nowMs, aboutMs + after * 60_000));
  const fromMs = aboutMs - before * 60_000;
  const stepSeconds = Math.max(5, Math.ceil((toMs - fromMs) / 1_000 / 240));
  return { fromMs, toMs, stepSeconds };
}

/** Throws HttpFailure, ApiFailure. Series with the most points come first. */
export async function queryRange(client: PrometheusClient, expression: string, range: Range, limit: HttpLimit): Promise<readonly Series[]> {
  const parameters = {
    query: expression,
    start: String(range.fromMs / 1_000),
    end: String(range.toMs / 1_000),
    step: String(range.stepSeconds),
    timeout: `${String(Math.ceil(limit.timeoutMs / 1_000))}s`,
  };
  const answer = await client.api('query_range', parameters, rangeData, limit);
  const series = answer.result.slice(0, 500).map((each) => {
    const points = each.values
      .map(([at, text]) => ({ at: Math.round(at * 1_000), value: finite(text) }))
      .filter(isThere)
      .slice(-evidenceLimits.pointsMax);
    return { name: seriesName(each.metric), unit: '', times: points.map((point) => point.at), values: points.map((point) => point.value) };
  });
  return series.filter((each) => each.values.length > 0).sort((one, other) => other.values.length - one.values.length);
}

const weekMs = 7 * 86_400_000;

/** The same range a week before, laid over it: its times are moved by a week. Empty when nothing was kept so long. */
export async function queryBaseline(
  client: PrometheusClient,
  expression: string,
  range: Range,
  limit: HttpLimit,
): Promise<readonly Series[]> {
  const before = { ...range, fromMs: range.fromMs - weekMs, toMs: range.toMs - weekMs };
  const series = await queryRange(client, expression, before, limit);
  return series.map((each) => ({ ...each, name: `${each.name} (a week before)`, times: each.times.map((at) => at + weekMs) }));
}

export function seriesName(labels: Readonly<Record<string, string>>): string {
  const { __name__: name = '', ...rest } = labels;
  const inner = Object.entries(rest)
    .map(([key, value]) => `${key}="${value}"`)
    .join(',');
  return `${name}${inner === '' && name !== '' ? '' : `{${inner}}`}`.slice(0, 200);
}

export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

function finite(text: string): number | null {
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

function isThere(point: { at: number; value: number | null }): point is { at: number; value: number } {
  return point.value !== null;
}
