/** A free question in LogsQL: the newest lines of a range, as templates. */

import { z } from 'zod';
import { apiProbe } from '../../http-api/probe.ts';
import { judgeReadings } from '../../logs/judge-readings.ts';
import { readingOf } from '../../logs/read-sources.ts';
import type { VictorialogsClient } from '../client.ts';
import { victorialogsStore } from '../log-store.ts';

export const queryProbe = apiProbe({
  name: 'query',
  summary: { 'zh-CN': '一条 LogsQL 查询在事发前后的结果，归纳为模板', en: 'one LogsQL query around the incident, as templates' },
  parameters: z.strictObject({ query: z.string().min(1).max(2_000).default('error') }),
  timeoutMs: 20_000,
  requestMs: 8_000,
  cost: 'moderate',
  query: 'error',
  facts: [],
  async see(client: VictorialogsClient, given, limit, context) {
    const reading = await readingOf(given.query, victorialogsStore, client, given.query, context, limit);
    const { facts, text, series } = judgeReadings([reading]);
    return {
      headline: {
        'zh-CN': `“${given.query.slice(0, 120)}”：${String(facts['logs.entries'])} 条，事发以来 ${String(facts['logs.errors'])} 行错误`,
        en: `'${given.query.slice(0, 120)}': ${String(facts['logs.entries'])} entries, ${String(facts['logs.errors'])} errors since the incident began`,
      },
      // The facts of a free question are not those of this system's own logs.
      facts: { 'reach.isOk': true },
      text,
      series,
      query: given.query,
    };
  },
});
