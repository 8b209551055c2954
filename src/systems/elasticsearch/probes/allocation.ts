/** Asks the allocation itself why shards are nowhere: a few of them, of each sort one. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import type { HttpLimit } from '../../http/exchange.ts';
import { optional } from '../../http-api/failure.ts';
import type { ElasticsearchClient } from '../client.ts';
import type { Shard } from './shards.ts';

export const explanationFactNames = [
  'allocation.index',
  'allocation.shard',
  'allocation.isPrimary',
  'allocation.verdict',
  'allocation.reason',
  'allocation.deciders',
  'allocation.explanation',
  'allocation.failedAttempts',
  'allocation.lastFailure',
  'allocation.delaySeconds',
] as const;

const decider = z.object({ decider: z.string(), decision: z.string(), explanation: z.string().catch('') });
const explanation = z.object({
  index: z.string(),
  shard: z.number(),
  primary: z.boolean(),
  unassigned_info: z
    .object({ reason: z.string(), failed_allocation_attempts: z.number().optional(), details: z.string().optional() })
    .optional(),
  can_allocate: z.string().optional(),
  allocate_explanation: z.string().optional(),
  remaining_delay_in_millis: z.number().optional(),
  node_allocation_decisions: z.array(z.object({ node_name: z.string(), deciders: z.array(decider).optional() })).optional(),
});
type Explanation = z.infer<typeof explanation>;

const explainedMax = 4;

export async function explainUnassigned(
  client: ElasticsearchClient,
  missing: readonly Shard[],
  limit: HttpLimit,
): Promise<{ readonly facts: Facts; readonly text: string }> {
  const asked = await Promise.all(sorts(missing).map((each) => ask(client, each, limit)));
  const known = asked.filter((each) => each !== null);
  const [first] = known;
  if (first === undefined) return { facts: {}, text: '' };
  const refusals = known.flatMap(refusalsOf);
  const counts = new Map<string, number>();
  for (const { decider: name } of refusals) counts.set(name, (counts.get(name) ?? 0) + 1);
  const attempts = Math.max(0, ...known.map((each) => each.unassigned_info?.failed_allocation_attempts ?? 0));
  const facts: Facts = {
    'allocation.index': first.index,
    'allocation.shard': first.shard,
    'allocation.isPrimary': first.primary,
    'allocation.verdict': first.can_allocate ?? '',
    'allocation.reason': first.unassigned_info?.reason ?? '',
    'allocation.deciders': [...counts.keys()].join(','),
    'allocation.explanation': (refusalsOf(first)[0]?.explanation ?? first.allocate_explanation ?? '').slice(0, 380),
    'allocation.failedAttempts': attempts,
    'allocation.lastFailure': (known.find((each) => each.unassigned_info?.details !== undefined)?.unassigned_info?.details ?? '').slice(
      0,
      380,
    ),
    'allocation.delaySeconds': Math.round((first.remaining_delay_in_millis ?? 0) / 1_000),
  };
  return { facts, text: known.map((each) => JSON.stringify(each, null, 1).slice(0, 5_000)).join('\n') };
}

/** One of each reason, primaries first; a replica whose primary is missing as well only waits for it. */
function sorts(missing: readonly Shard[]): readonly Shard[] {
  const lost = new Set(missing.filter(({ prirep }) => prirep === 'p').map(({ index, shard }) => `${index} ${shard}`));
  const own = missing.filter(({ prirep, index, shard }) => prirep === 'p' || !lost.has(`${index} ${shard}`));
  const chosen = new Map<string, Shard>();
  for (const each of [...own].sort((left, right) => left.prirep.localeCompare(right.prirep))) {
    const sort = `${each.prirep} ${each['unassigned.reason'] ?? ''}`;
    if (!chosen.has(sort)) chosen.set(sort, each);
  }
  return [...chosen.values()].slice(0, explainedMax);
}

async function ask(client: ElasticsearchClient, { index, shard, prirep }: Shard, limit: HttpLimit): Promise<Explanation | null> {
  const body = JSON.stringify({ index, shard: Number(shard), primary: prirep === 'p' });
  // The question goes as a parameter, so that looking never sends a body and a read-only proxy lets it pass.
  const path = `_cluster/allocation/explain?source=${encodeURIComponent(body)}&source_content_type=application/json`;
  return optional(client.read(path, explanation, limit));
}

function refusalsOf(given: Explanation): readonly z.infer<typeof decider>[] {
  const all = (given.node_allocation_decisions ?? []).flatMap(({ deciders }) => deciders ?? []);
  return all.filter(({ decision }) => decision !== 'YES');
}
