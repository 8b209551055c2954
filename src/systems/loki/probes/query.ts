/** A free question in LogQL: the newest lines of a range, as templates. */

import { z } from 'zod';
import { apiProbe } from '../../http-api/probe.ts';
import { judgeReadings } from '../../logs/judge-readings.ts';
import { readingOf } from '../../logs/read-sources.ts';
import type { LokiClient } from '../client.ts';
import { lokiStore } from '../log-store.ts';

export const queryProbe = apiProbe({
  name: 'query',
  summary: { 'zh-CN': '一条 LogQL 查询在事发前后的结果，归纳为模板', en: 'one LogQL query around the incident, as templates' },
  parameters: z.strictObject({ query: z.string().max(2_000).default('') }),
  timeoutMs: 20_000,
  requestMs: 8_000,
  cost: 'moderate',
  query: '{…}',
  facts: [],
  async see(client: LokiClient, given, limit, context) {
    const query = given.query === '' ? await client.everyStream(context.clock.now(), limit) : given.query;
    const readings = query === null ? [] : [await readingOf(query, lokiStore, client, query, context, limit)];
    const { facts, text, series } = judgeReadings(readings);
    return {
      headline: {
        'zh-CN': `“${(query ?? '').slice(0, 120)}”：${String(facts['logs.entries'])} 条，事发以来 ${String(facts['logs.errors'])} 行错误`,
        en: `'${(query ?? '').slice(0, 120)}': ${String(facts['logs.entries'])} entries, ${String(facts['logs.errors'])} errors since the incident began`,
      },
      // The facts of a free question are not those of this system's own logs.
      facts: { 'reach.isOk': true },
      text,
      series,
      query: query ?? '{}',
    };
  },
});
