/** Where shards are, which are nowhere, and why the allocation leaves them there. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { optional } from '../../http-api/failure.ts';
import { apiProbe } from '../../http-api/probe.ts';
import type { ElasticsearchClient } from '../client.ts';
import { flatten } from '../settings-form.ts';
import { explainUnassigned, explanationFactNames } from './allocation.ts';
import { sum, worst } from './node-gauges.ts';

const shard = z.object({
  index: z.string(),
  shard: z.string(),
  prirep: z.string(),
  state: z.string(),
  node: z.string().nullish(),
  store: z.string().nullish(),
  'unassigned.reason': z.string().nullish(),
});
export type Shard = z.infer<typeof shard>;
const settings = z.record(z.string(), z.unknown());
const health = z.object({ number_of_data_nodes: z.number().catch(0) });

/** Shards below this are small for a search engine that likes them between 10 and 50 GB. */
const smallBytes = 100 * 1_048_576;

export const shardsProbe = apiProbe({
  name: 'shards',
  summary: {
    'zh-CN': '分片的分布、大小、上限；未分配的分片及其原因',
    en: 'spread, size and limit of shards; those that are unassigned, and why',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'shard|unassigned|allocation|red|yellow|replica|分片|未分配|副本|变红|变黄',
  query: 'GET /_cat/shards, GET /_cluster/allocation/explain',
  facts: [
    'shards.total',
    'shards.unassigned',
    'shards.unassignedPrimaries',
    'shards.unassignedIndex',
    'shards.unassignedNames',
    'shards.nodeLeft',
    'shards.allocationFailed',
    'shards.initializing',
    'shards.relocating',
    'shards.dataNodes',
    'shards.limit',
    'shards.maxPerNode',
    'shards.usedRatio',
    'shards.suggestedMaxPerNode',
    'shards.mostOnNode',
    'shards.mostNode',
    'shards.fewestOnNode',
    'shards.unevenRatio',
    'shards.smallRatio',
    'shards.averageBytes',
    'shards.largestBytes',
    'shards.largestIndex',
    ...explanationFactNames,
  ],
  async see(client: ElasticsearchClient, _given, limit) {
    const columns = 'index,shard,prirep,state,node,store,unassigned.reason';
    const [all, given, now] = await Promise.all([
      client.read(`_cat/shards?format=json&bytes=b&h=${columns}`, z.array(shard), limit),
      optional(client.read('_cluster/settings?include_defaults=true&filter_path=*.cluster.max_shards_per_node', settings, limit)),
      optional(client.read('_cluster/health', health, limit)),
    ]);
    const missing = all.filter(({ state }) => state === 'UNASSIGNED');
    const explained = await explainUnassigned(client, missing, limit);
    const dataNodes = now?.number_of_data_nodes ?? 0;
    const facts: Facts = {
      ...unassignedFacts(all, missing),
      ...limitFacts(all, given, dataNodes),
      ...spreadFacts(all, dataNodes),
      ...sizeFacts(all),
      ...explained.facts,
    };
    return {
      headline: {
        'zh-CN': `共 ${String(all.length)} 个分片，${String(missing.length)} 个未分配（主分片 ${String(facts['shards.unassignedPrimaries'])}）`,
        en: `${String(all.length)} shards, ${String(missing.length)} unassigned (${String(facts['shards.unassignedPrimaries'])} primaries)`,
      },
      facts,
      text: [...missing.slice(0, 60).map((each) => JSON.stringify(each)), explained.text].join('\n'),
    };
  },
});

function unassignedFacts(all: readonly Shard[], missing: readonly Shard[]): Facts {
  const first = missing.find(({ prirep }) => prirep === 'p') ?? missing[0];
  const withReason = (reason: string): number => missing.filter((each) => each['unassigned.reason'] === reason).length;
  return {
    'shards.total': all.length,
    'shards.unassigned': missing.length,
    'shards.unassignedPrimaries': missing.filter(({ prirep }) => prirep === 'p').length,
    'shards.unassignedIndex': first?.index ?? '',
    'shards.unassignedNames': [...new Set(missing.map(({ index }) => index))].slice(0, 8).join(', '),
    'shards.nodeLeft': withReason('NODE_LEFT'),
    'shards.allocationFailed': withReason('ALLOCATION_FAILED'),
    'shards.initializing': all.filter(({ state }) => state === 'INITIALIZING').length,
    'shards.relocating': all.filter(({ state }) => state === 'RELOCATING').length,
  };
}

/** What the cluster refuses to go beyond when an index is made: open shards, assigned or not. */
function limitFacts(all: readonly Shard[], given: z.infer<typeof settings> | null, dataNodes: number): Facts {
  const scopes = ['transient', 'persistent', 'defaults'].map((scope) => flatten(given?.[scope]).get('cluster.max_shards_per_node'));
  const perNode = Number(scopes.find((each) => each !== undefined) ?? Number.NaN);
  if (!Number.isFinite(perNode) || dataNodes === 0) return { 'shards.dataNodes': dataNodes };
  const max = perNode * dataNodes;
  return {
    'shards.dataNodes': dataNodes,
    'shards.maxPerNode': perNode,
    'shards.limit': max,
    'shards.usedRatio': max === 0 ? 0 : Math.round((all.length / max) * 1_000) / 1_000,
    'shards.suggestedMaxPerNode': Math.ceil((all.length * 1.2) / dataNodes),
  };
}

function spreadFacts(all: readonly Shard[], dataNodes: number): Facts {
  const counts = new Map<string, number>();
  // While a shard moves, its row reads `from -> address id to`.
  for (const { node } of all) {
    const name = node?.split(' ')[0];
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const rows = [...counts].map(([name, shards]) => ({ name, shards }));
  const most = worst(rows, ({ shards }) => shards);
  const fewest = rows.length < dataNodes ? 0 : Math.min(...rows.map(({ shards }) => shards));
  const mean = dataNodes === 0 ? 0 : sum(rows, ({ shards }) => shards) / dataNodes;
  return {
    'shards.mostOnNode': most?.value ?? 0,
    'shards.mostNode': most?.node.name ?? '',
    'shards.fewestOnNode': rows.length === 0 ? 0 : fewest,
    'shards.unevenRatio': mean === 0 || dataNodes < 2 ? 0 : Math.round((((most?.value ?? 0) - fewest) / mean) * 100) / 100,
  };
}

function sizeFacts(all: readonly Shard[]): Facts {
  const primaries = all.filter(
    ({ prirep, store, index }) => prirep === 'p' && store !== null && store !== undefined && !index.startsWith('.'),
  );
  const sizes = primaries.map((each) => ({ index: each.index, bytes: Number(each.store) })).filter(({ bytes }) => Number.isFinite(bytes));
  const largest = worst(sizes, ({ bytes }) => bytes);
  return {
    'shards.smallRatio':
      sizes.length === 0 ? 0 : Math.round((sizes.filter(({ bytes }) => bytes < smallBytes).length / sizes.length) * 1_000) / 1_000,
    'shards.averageBytes': sizes.length === 0 ? 0 : Math.round(sum(sizes, ({ bytes }) => bytes) / sizes.length),
    'shards.largestBytes': largest?.value ?? 0,
    'shards.largestIndex': largest?.node.index ?? '',
  };
}
