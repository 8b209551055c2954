/** Whether logs still arrive: lines a minute around the incident, when the newest is from, and the pace of the hour before. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { apiProbe } from '../../http-api/probe.ts';
import { everyMinute, paceFacts } from '../../logs/pace.ts';
import type { VictorialogsClient } from '../client.ts';

const stepMs = 60_000;
const hits = z.looseObject({
  hits: z.array(z.looseObject({ timestamps: z.array(z.string()), values: z.array(z.number()) })),
});

export const ingestionProbe = apiProbe({
  name: 'ingestion',
  summary: {
    'zh-CN': '日志是否还在写入：每分钟行数、最新一行的时间',
    en: 'whether logs still arrive: lines a minute, and how old the newest is',
  },
  parameters: z.strictObject({
    query: z.string().min(1).max(2_000).default('*'),
    minutes: z.number().int().min(10).max(1_440).default(120),
  }),
  timeoutMs: 12_000,
  cost: 'cheap',
  hints: 'ingest|no logs|missing logs|delay|late|日志(?:缺失|丢失|延迟|断)|没有日志|写入',
  query: '/select/logsql/hits?query=*&step=1m',
  facts: ['ingestion.*'],
  async see(client: VictorialogsClient, given, limit, context) {
    const toMs = context.clock.now();
    const fromMs = toMs - given.minutes * stepMs;
    const form = { query: given.query, start: new Date(fromMs).toISOString(), end: new Date(toMs).toISOString(), step: '1m' };
    const answer = await client.json({ path: 'select/logsql/hits', form }, hits, limit);
    const counts = answer.hits.flatMap(({ timestamps, values }) =>
      timestamps.map((timestamp, index) => ({ atMs: Date.parse(timestamp), lines: values[index] ?? 0 })),
    );
    const counted = everyMinute(counts, fromMs, toMs);
    const facts: Facts = { 'reach.isOk': true, ...paceFacts(counted, toMs) };
    return {
      headline: {
        'zh-CN': `近 ${String(given.minutes)} 分钟 ${String(facts['ingestion.lines'])} 行，最近 10 分钟 ${String(facts['ingestion.recentLines'])} 行，最新一行约 ${String(facts['ingestion.newestAgoSeconds'] ?? '?')} 秒前`,
        en: `${String(facts['ingestion.lines'])} lines in ${String(given.minutes)} min, ${String(facts['ingestion.recentLines'])} of them in the last 10, the newest about ${String(facts['ingestion.newestAgoSeconds'] ?? '?')} s ago`,
      },
      facts,
      text: counted.map(({ atMs, lines }) => `${new Date(atMs).toISOString()} ${String(lines)}`).join('\n'),
      query: `/select/logsql/hits?query=${given.query}&step=1m`,
      series: [{ name: 'lines', unit: '/min', times: counted.map(({ atMs }) => atMs), values: counted.map(({ lines }) => lines) }],
    };
  },
});
