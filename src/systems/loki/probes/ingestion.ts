/** Whether logs still arrive: lines a minute around now, when the newest is from, and the pace of the time before. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { apiProbe } from '../../http-api/probe.ts';
import { everyMinute, paceFacts } from '../../logs/pace.ts';
import { type LokiClient, nanoseconds } from '../client.ts';

const stepMs = 60_000;
const matrix = z.looseObject({
  data: z.looseObject({ result: z.array(z.looseObject({ values: z.array(z.tuple([z.number(), z.string()])) })) }),
});

export const ingestionProbe = apiProbe({
  name: 'ingestion',
  summary: {
    'zh-CN': '日志是否还在写入：每分钟行数、最新一行的时间',
    en: 'whether logs still arrive: lines a minute, and how old the newest is',
  },
  parameters: z.strictObject({
    /** A stream selector; by default every stream. */
    selector: z.string().max(1_000).default(''),
    minutes: z.number().int().min(30).max(720).default(120),
  }),
  timeoutMs: 15_000,
  cost: 'cheap',
  hints: 'ingest|no logs|missing logs|delay|late|日志(?:缺失|丢失|延迟|断)|没有日志|写入',
  query: 'sum(count_over_time({…}[1m]))',
  facts: ['ingestion.*'],
  async see(client: LokiClient, given, limit, context) {
    const toMs = context.clock.now();
    const fromMs = toMs - given.minutes * stepMs;
    const selector = given.selector === '' ? await client.everyStream(toMs, limit) : given.selector;
    const counts = selector === null ? [] : await countMinutes(client, selector, fromMs, toMs, limit);
    const counted = everyMinute(counts, fromMs, toMs);
    const facts: Facts = { 'reach.isOk': true, ...paceFacts(counted, toMs) };
    return {
      headline: {
        'zh-CN': `近 ${String(given.minutes)} 分钟 ${String(facts['ingestion.lines'])} 行，最近 10 分钟 ${String(facts['ingestion.recentLines'])} 行，最新一行约 ${String(facts['ingestion.newestAgoSeconds'] ?? '?')} 秒前`,
        en: `${String(facts['ingestion.lines'])} lines in ${String(given.minutes)} min, ${String(facts['ingestion.recentLines'])} of them in the last 10, the newest about ${String(facts['ingestion.newestAgoSeconds'] ?? '?')} s ago`,
      },
      facts,
      text: counted.map(({ atMs, lines }) => `${new Date(atMs).toISOString()} ${String(lines)}`).join('\n'),
      query: `sum(count_over_time(${selector ?? '{}'}[1m]))`,
      series: [{ name: 'lines', unit: '/min', times: counted.map(({ atMs }) => atMs), values: counted.map(({ lines }) => lines) }],
    };
  },
});

/** The value of a minute is told at its end. */
async function countMinutes(client: LokiClient, selector: string, fromMs: number, toMs: number, limit: Parameters<LokiClient['json']>[2]) {
  const query = {
    query: `sum(count_over_time(${selector}[1m]))`,
    start: nanoseconds(Math.floor(fromMs / stepMs) * stepMs),
    // The minute that runs ends later; asked for whole, it is told as well.
    end: nanoseconds(Math.ceil(toMs / stepMs) * stepMs),
    step: '60',
  };
  const { data } = await client.json({ path: 'loki/api/v1/query_range', query }, matrix, limit);
  return data.result.flatMap(({ values }) => values.map(([seconds, lines]) => ({ atMs: seconds * 1_000 - stepMs, lines: Number(lines) })));
}
