/** Indices whose writes are all refused: bulks reach their shards, and no document comes of them. The cluster keeps no count of such refusals. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { optional } from '../../http-api/failure.ts';
import { apiProbe } from '../../http-api/probe.ts';
import type { ElasticsearchClient } from '../client.ts';

const count = z.number().catch(0);
const stats = z.object({
  indices: z
    .record(
      z.string(),
      z.object({
        primaries: z.object({
          bulk: z.object({ total_operations: count }).optional(),
          indexing: z.object({ index_total: count, delete_total: count }),
        }),
      }),
    )
    .default({}),
});
const mapping = z.record(z.string(), z.object({ mappings: z.object({ dynamic: z.union([z.string(), z.boolean()]).optional() }) }));

type Sample = z.infer<typeof stats>['indices'];

const windowMs = 2_500;
/** Fewer may all be refused by chance. */
const bulksMin = 3;

export const writesProbe = apiProbe({
  name: 'writes',
  summary: {
    'zh-CN': '写入请求到达但没有一篇文档写成的索引，及其映射的 dynamic 设置',
    en: 'indices that writes reach without a document coming of them, and how their mapping takes new fields (dynamic)',
  },
  parameters: z.strictObject({}),
  timeoutMs: 12_000,
  cost: 'cheap',
  hints: 'write|index(ing|ed)?|document|refused|reject|400|strict|mapping|not found|missing|new|写入|文档|拒绝|映射|搜不到|查不到|新',
  query: 'GET /_stats/indexing,bulk (twice), GET /{index}/_mapping',
  facts: ['writes.*'],
  async see(client: ElasticsearchClient, _given, limit, context) {
    const path =
      '_stats/indexing,bulk?filter_path=indices.*.primaries.bulk.total_operations,indices.*.primaries.indexing.index_total,indices.*.primaries.indexing.delete_total';
    const { indices: before } = await client.read(path, stats, limit);
    await context.clock.sleep(windowMs, limit.signal);
    const { indices: after } = await client.read(path, stats, limit);
    const found = writeFacts(before, after);
    const index = String(found['writes.refusedIndex']);
    const read = index === '' ? null : await optional(client.read(`${encodeURIComponent(index)}/_mapping`, mapping, limit));
    const dynamic = Object.values(read ?? {})[0]?.mappings.dynamic;
    const facts: Facts = { ...found, 'writes.refusedDynamic': dynamic === undefined ? '' : String(dynamic) };
    return {
      headline: {
        'zh-CN':
          index === '' ? '没有写入全部被拒的索引' : `${index} 收到 ${String(facts['writes.refusedBulks'])} 个写入请求，没有一篇文档写成`,
        en:
          index === ''
            ? 'no index refuses all its writes'
            : `${index} got ${String(facts['writes.refusedBulks'])} writes, and no document came of them`,
      },
      facts,
      text: Object.entries(facts)
        .map(([name, value]) => `${name} = ${String(value)}`)
        .join('\n'),
    };
  },
});

/** Pure. */
export function writeFacts(before: Sample, after: Sample) {
  const grown = Object.entries(after).flatMap(([name, { primaries: now }]) => {
    const was = before[name]?.primaries;
    if (was === undefined || now.bulk === undefined || was.bulk === undefined || name.startsWith('.')) return [];
    const bulks = now.bulk.total_operations - was.bulk.total_operations;
    const done = now.indexing.index_total + now.indexing.delete_total - was.indexing.index_total - was.indexing.delete_total;
    return [{ name, bulks, done }];
  });
  const [worst] = grown.filter(({ bulks, done }) => bulks >= bulksMin && done === 0).toSorted((one, other) => other.bulks - one.bulks);
  return {
    'writes.written': grown.filter(({ done }) => done > 0).length,
    'writes.refusedIndex': worst?.name ?? '',
    'writes.refusedBulks': worst?.bulks ?? 0,
    'writes.windowMs': windowMs,
  } satisfies Facts;
}
