/** Numbers over time for what is watched by itself: in pieces that fit an answer, with a bound on the series. */

import { z } from 'zod';
import type { HttpLimit } from '../http/exchange.ts';
import { ApiFailure } from '../http-api/failure.ts';
import type { MetricAnswer, MetricRequest, MetricSeries } from '../metric-store.ts';
import type { PrometheusClient } from './client.ts';
import { queryInstant, seriesName } from './series.ts';

/** One query may bring so many series at most; more say that the query is too wide. */
const foundMax = 2_000;
/** Below so many points the series aren't counted first: one query is enough. */
const smallPoints = 240;
/** Prometheus refuses more than 11,000 points a series. */
const piecePointsMax = 10_000;
const pieceBytes = 5_000_000;
const pointBytes = 32;

const rangeData = z.looseObject({
  result: z.array(
    z.looseObject({ metric: z.record(z.string(), z.string()), values: z.array(z.tuple([z.number(), z.string()])).default([]) }),
  ),
});

export async function readMetrics(client: PrometheusClient, request: MetricRequest, limit: HttpLimit): Promise<MetricAnswer> {
  const { query, fromMs, toMs, stepSeconds, seriesMax } = request;
  const stepMs = stepSeconds * 1_000;
  const points = Math.floor((toMs - fromMs) / stepMs) + 1;
  const found = points <= smallPoints ? seriesMax : await countSeries(client, query, toMs, limit);
  const pieceMs = stepMs * Math.max(smallPoints, Math.min(piecePointsMax, Math.floor(pieceBytes / (pointBytes * Math.max(1, found)))));
  const byName = new Map<string, { readonly labels: MetricSeries['labels']; readonly times: number[]; readonly values: number[] }>();
  for (let from = fromMs; from <= toMs; from += pieceMs) {
    const to = Math.min(toMs, from + pieceMs - stepMs);
    for (const { name, labels, times, values } of await readPiece(client, query, { from, to, stepSeconds }, limit)) {
      const known = byName.get(name) ?? { labels, times: [], values: [] };
      byName.set(name, known);
      known.times.push(...times);
      known.values.push(...values);
    }
  }
  const series = [...byName].map(([name, rest]) => ({ name, ...rest })).sort((one, other) => (one.name < other.name ? -1 : 1));
  return { series: series.slice(0, seriesMax), leftOut: Math.max(0, series.length - seriesMax) };
}

async function countSeries(client: PrometheusClient, query: string, atMs: number, limit: HttpLimit): Promise<number> {
  const [counted] = await queryInstant(client, `count(${query})`, atMs, limit);
  const found = counted?.value ?? 0;
  if (found <= foundMax) return found;
  throw new ApiFailure(`The query brings ${found} series, more than ${foundMax}: narrow it, or aggregate`, {
    problem: 'reply',
    status: 200,
    code: 'series',
  });
}

async function readPiece(
  client: PrometheusClient,
  query: string,
  { from, to, stepSeconds }: { readonly from: number; readonly to: number; readonly stepSeconds: number },
  limit: HttpLimit,
): Promise<readonly MetricSeries[]> {
  const parameters = {
    ...{ query, start: String(from / 1_000), end: String(to / 1_000), step: String(stepSeconds) },
    timeout: `${String(Math.ceil(limit.timeoutMs / 1_000))}s`,
  };
  const answer = await client.api('query_range', parameters, rangeData, limit);
  return answer.result.map(({ metric, values }) => {
    const points = values
      .map(([at, text]) => [Math.round(at * 1_000), Number(text)] as const)
      .filter(([, value]) => Number.isFinite(value));
    return { name: seriesName(metric), labels: metric, times: points.map(([at]) => at), values: points.map(([, value]) => value) };
  });
}
