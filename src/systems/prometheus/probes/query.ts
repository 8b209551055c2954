/** One expression now, and one over time with the week before beside it. */

import { z } from 'zod';
import type { Facts, Series } from '../../../domain/evidence.ts';
import { apiProbe } from '../../http-api/probe.ts';
import type { PrometheusClient } from '../client.ts';
import { judgeSeries } from '../judge-series.ts';
import { type InstantValue, median, queryBaseline, queryInstant, queryRange, rangeAround } from '../series.ts';

const expression = z.string().min(1).max(4_000).default('up');

export const queryProbe = apiProbe({
  name: 'query',
  summary: { 'zh-CN': '即时查询一条 PromQL', en: 'one PromQL expression, now' },
  parameters: z.strictObject({ expression }),
  timeoutMs: 12_000,
  cost: 'moderate',
  hints: 'promql|metric|指标',
  query: 'GET /api/v1/query',
  async see(client: PrometheusClient, given, limit, context) {
    const values = await queryInstant(client, given.expression, Math.min(context.aboutMs, context.clock.now()), limit);
    const facts = instantFacts(values);
    return {
      headline: {
        'zh-CN':
          values.length === 0
            ? '没有数据'
            : `${String(values.length)} 条序列，最大 ${String(facts['query.max'])}（${String(facts['query.maxSeries'])}）`,
        en:
          values.length === 0
            ? 'no data'
            : `${String(values.length)} series, highest ${String(facts['query.max'])} (${String(facts['query.maxSeries'])})`,
      },
      facts,
      query: given.expression,
      text: values
        .slice(0, 100)
        .map((each) => `${each.name} ${String(each.value)}`)
        .join('\n'),
    };
  },
});

export const queryRangeProbe = apiProbe({
  name: 'query-range',
  summary: { 'zh-CN': '一条 PromQL 在事发前后的走势，附上周同期', en: 'one PromQL expression around the incident, with the week before' },
  parameters: z.strictObject({
    expression,
    minutesBefore: z.number().int().min(5).max(10_080).default(60),
    minutesAfter: z.number().int().min(0).max(1_440).default(15),
  }),
  timeoutMs: 20_000,
  cost: 'moderate',
  hints: 'promql|trend|graph|since when|走势|曲线|趋势|指标',
  query: 'GET /api/v1/query_range',
  async see(client: PrometheusClient, given, limit, context) {
    const range = rangeAround(context.aboutMs, context.clock.now(), given.minutesBefore, given.minutesAfter);
    const now = await queryRange(client, given.expression, range, limit);
    const before = await queryBaseline(client, given.expression, range, limit);
    // Within what one look may keep: the lines, some of them a week before, and what the analysis adds to the first.
    const shown = now.slice(0, 4);
    const judged = shown[0] === undefined ? null : judgeSeries(shown[0]);
    const names = new Set(shown.map((each) => `${each.name} (a week before)`));
    const baseline = before.find((each) => each.name === `${shown[0]?.name ?? ''} (a week before)`);
    const facts = { ...rangeFacts(shown[0], baseline, now.length), ...judged?.facts };
    const unusual = judged?.reason ?? null;
    return {
      headline: {
        'zh-CN':
          shown[0] === undefined
            ? '没有数据'
            : `${String(now.length)} 条序列；${shown[0].name} 现为 ${String(facts['range.last'])}，上周同期 ${String(facts['range.baseline'] ?? '无数据')}${unusual === null ? '' : `；${unusual['zh-CN']}（UTC）`}`,
        en:
          shown[0] === undefined
            ? 'no data'
            : `${String(now.length)} series; ${shown[0].name} is ${String(facts['range.last'])}, a week before ${String(facts['range.baseline'] ?? 'no data')}${unusual === null ? '' : `; ${unusual.en} UTC`}`,
      },
      facts,
      query: `${given.expression} [${String(given.minutesBefore)}m, step ${String(range.stepSeconds)}s]`,
      text: [...shown, ...before].map(printSeries).slice(0, 24).join('\n'),
      series: [...shown, ...before.filter((each) => names.has(each.name)).slice(0, 3), ...(judged?.series ?? [])],
    };
  },
});

function instantFacts(values: readonly InstantValue[]): Facts {
  const known = values.flatMap((each) => (each.value === null ? [] : [{ name: each.name, value: each.value }]));
  const sorted = [...known].sort((one, other) => other.value - one.value);
  return {
    'reach.isOk': true,
    'query.series': values.length,
    'query.max': sorted[0]?.value ?? null,
    'query.maxSeries': sorted[0]?.name ?? '',
    'query.min': sorted.at(-1)?.value ?? null,
    'query.minSeries': sorted.at(-1)?.name ?? '',
    'query.median': median(known.map((each) => each.value)),
  };
}

function rangeFacts(series: Series | undefined, baseline: Series | undefined, count: number): Facts {
  const values = series?.values ?? [];
  const usual = baseline === undefined ? null : median(baseline.values);
  const last = values.at(-1) ?? null;
  return {
    'reach.isOk': true,
    'range.series': count,
    'range.last': last,
    'range.first': values[0] ?? null,
    'range.max': values.length === 0 ? null : Math.max(...values),
    'range.min': values.length === 0 ? null : Math.min(...values),
    'range.median': median(values),
    'range.baseline': usual,
    'range.hasBaseline': baseline !== undefined,
    'range.toBaseline': usual === null || usual === 0 || last === null ? null : Math.round((last / usual) * 1_000) / 1_000,
  };
}

export function printSeries(series: Series): string {
  const values = series.values.map((value) => Number(value.toPrecision(4)));
  const shown = values.length > 30 ? values.filter((_, index) => index % Math.ceil(values.length / 30) === 0) : values;
  return `${series.name}: ${shown.join(' ')}`;
}
