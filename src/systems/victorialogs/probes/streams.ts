/** How many streams there are and which are loudest: a label with many values makes a stream of each. */

import { z } from 'zod';
import { optional } from '../../http-api/failure.ts';
import { apiProbe } from '../../http-api/probe.ts';
import { widestLabel } from '../../logs/pace.ts';
import type { VictorialogsClient } from '../client.ts';

const streamsMax = 2_000;
const answer = z.looseObject({ values: z.array(z.looseObject({ value: z.string(), hits: z.number() })) });
const counted = z.looseObject({ hits: z.array(z.looseObject({ values: z.array(z.number()) })) });
/** By a field of its own, or within the line. */
const isDebug = ['level', 'severity', 'log.level', '_msg'].map((field) => `"${field}":i("debug") or "${field}":i("trace")`).join(' or ');
const shownMax = 20;

export const streamsProbe = apiProbe({
  name: 'streams',
  summary: {
    'zh-CN': '最近一小时的日志流：数量、最多的几个、取值最多的标签',
    en: 'streams of the last hour: how many, the loudest, the label with most values',
  },
  parameters: z.strictObject({ query: z.string().min(1).max(2_000).default('*') }),
  timeoutMs: 12_000,
  requestMs: 8_000,
  cost: 'moderate',
  hints: 'stream|cardinality|label|noisy|日志流|基数|标签|刷屏|日志量',
  query: '/select/logsql/streams?query=*',
  facts: ['streams.*'],
  async see(client: VictorialogsClient, given, limit, context) {
    const nowMs = context.clock.now();
    const form = {
      query: given.query,
      start: new Date(nowMs - 3_600_000).toISOString(),
      end: new Date(nowMs).toISOString(),
      limit: String(streamsMax),
    };
    const { values } = await client.json({ path: 'select/logsql/streams', form }, answer, limit);
    const sorted = [...values].sort((one, other) => other.hits - one.hits);
    const total = sorted.reduce((sum, { hits }) => sum + hits, 0);
    const [loudest] = sorted;
    const debug = loudest === undefined ? null : await countOf(client, `${loudest.value} (${isDebug})`, form, limit);
    const widest = widestLabel(values.map(({ value }) => labelsOf(value)));
    return {
      headline: {
        'zh-CN': `最近一小时有 ${String(values.length)}${values.length >= streamsMax ? '+' : ''} 个日志流，最多的是 ${loudest?.value.slice(0, 120) ?? '（无）'}`,
        en: `${String(values.length)}${values.length >= streamsMax ? '+' : ''} streams in the last hour, the loudest ${loudest?.value.slice(0, 120) ?? '(none)'}`,
      },
      facts: {
        'reach.isOk': true,
        'streams.count': values.length,
        'streams.isCut': values.length >= streamsMax,
        'streams.lines': total,
        'streams.linesPerStream': values.length === 0 ? null : total / values.length,
        'streams.loudest': loudest?.value ?? '',
        'streams.loudestRatio': total === 0 ? 0 : (loudest?.hits ?? 0) / total,
        'streams.loudestDebugRatio':
          debug === null || loudest === undefined || loudest.hits === 0 ? null : Math.min(1, debug / loudest.hits),
        'streams.widestLabel': widest.label,
        'streams.widestLabelValues': widest.values,
      },
      text: sorted
        .slice(0, shownMax)
        .map(({ value, hits }) => `${String(hits)} ${value.slice(0, 300)}`)
        .join('\n'),
    };
  },
});

/** Null where the store does not take the query: what is asked beside the point must not cost the look. */
async function countOf(
  client: VictorialogsClient,
  query: string,
  { start, end }: { readonly start: string; readonly end: string },
  limit: Parameters<VictorialogsClient['json']>[2],
): Promise<number | null> {
  const answered = await optional(client.json({ path: 'select/logsql/hits', form: { query, start, end, step: '1h' } }, counted, limit));
  return answered === null ? null : answered.hits.reduce((sum, { values }) => values.reduce((all, each) => all + each, sum), 0);
}

/** `{app="a",pod="b"}` as labels and values. Pure. */
export function labelsOf(stream: string): Readonly<Record<string, string>> {
  return Object.fromEntries([...stream.matchAll(/([\w.-]+)="((?:[^"\\]|\\.)*)"/g)].map(([, label = '', value = '']) => [label, value]));
}
