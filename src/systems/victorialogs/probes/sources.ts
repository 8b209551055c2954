/** Which sources have fallen silent, each by its own rhythm of the last hours. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { apiProbe } from '../../http-api/probe.ts';
import { silenceFacts } from '../../logs/silence.ts';
import type { VictorialogsClient } from '../client.ts';

const stepMs = 300_000;
const sourcesMax = 200;
const hits = z.looseObject({
  hits: z.array(z.looseObject({ fields: z.record(z.string(), z.string()), timestamps: z.array(z.string()), values: z.array(z.number()) })),
});

export const sourcesProbe = apiProbe({
  name: 'sources',
  summary: {
    'zh-CN': '各日志来源近几小时的节奏，以及是否有来源停了',
    en: 'the rhythm of each source of the last hours, and whether one has fallen silent',
  },
  parameters: z.strictObject({ hours: z.number().int().min(1).max(48).default(8) }),
  timeoutMs: 12_000,
  cost: 'moderate',
  hints: 'no logs?|silent|stopped|missing|logged nothing|has not logged|没有日志|停止|日志(?:缺失|丢失|断|中断)|不再打印|没有输出',
  query: '/select/logsql/hits?query=*&field=_stream&step=5m',
  facts: ['sources.*'],
  async see(client: VictorialogsClient, { hours }, limit, context) {
    const toMs = context.clock.now();
    const form = {
      ...{ query: '*', field: '_stream', fields_limit: String(sourcesMax), step: '5m' },
      start: new Date(toMs - hours * 3_600_000).toISOString(),
      end: new Date(toMs).toISOString(),
    };
    const answer = await client.json({ path: 'select/logsql/hits', form }, hits, limit);
    // What is beyond the limit comes as one without a name.
    const sources = answer.hits
      .map(({ fields, timestamps, values }) => ({
        name: fields._stream ?? '',
        counts: timestamps.map((at, index) => ({ atMs: Date.parse(at), lines: values[index] ?? 0 })),
      }))
      .filter(({ name }) => name !== '');
    const facts: Facts = { 'reach.isOk': true, ...silenceFacts(sources, stepMs, toMs) };
    const [count, silent] = [String(facts['sources.count']), String(facts['sources.silentCount'])];
    return {
      headline: {
        'zh-CN': `近 ${String(hours)} 小时 ${count} 个来源，按各自的节奏有 ${silent} 个停了`,
        en: `${count} sources within ${String(hours)} h, ${silent} silent by their own rhythm`,
      },
      facts,
      text: sources
        .slice(0, 60)
        .map(({ name, counts }) => `${name.slice(0, 200)}: ${counts.map(({ lines }) => String(lines)).join(' ')}`)
        .join('\n'),
    };
  },
});
