/** Whether it can be reached, whether there is a master, which nodes are there, and what waits for the master. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import type { HttpLimit } from '../../http/exchange.ts';
import { ApiFailure, optional } from '../../http-api/failure.ts';
import { apiProbe } from '../../http-api/probe.ts';
import type { ElasticsearchClient } from '../client.ts';

const count = z.number().catch(0);
const health = z.object({
  cluster_name: z.string(),
  status: z.enum(['green', 'yellow', 'red']),
  number_of_nodes: count,
  number_of_data_nodes: count,
  unassigned_shards: count,
  unassigned_primary_shards: z.number().optional(),
  initializing_shards: count,
  relocating_shards: count,
  delayed_unassigned_shards: count,
  number_of_pending_tasks: count,
  task_max_waiting_in_queue_millis: count,
  active_shards_percent_as_number: count,
});
const tasks = z.object({ tasks: z.array(z.object({ source: z.string().catch(''), priority: z.string().catch('') })).default([]) });
const nodes = z.array(
  z.object({
    name: z.string().nullish(),
    version: z.string().nullish(),
    'node.role': z.string().nullish(),
    master: z.string().nullish(),
  }),
);
const ownVersion = z.object({ nodes: z.record(z.string(), z.object({ version: z.string().optional() })).default({}) });

export const clusterProbe = apiProbe({
  name: 'cluster',
  summary: {
    'zh-CN': '能否访问、主节点、节点数、健康状态、待处理的集群任务',
    en: 'reachability, master, nodes, health, and tasks that wait for the master',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'cluster|health|red|yellow|master|node left|pending|elastic|opensearch|集群|健康|主节点|节点|掉线|变红|变黄',
  query: 'GET /_cluster/health, GET /_cluster/pending_tasks, GET /_cat/nodes',
  tellsSilence: true,
  facts: [
    'cluster.name',
    'cluster.version',
    'cluster.versions',
    'cluster.versionsCount',
    'cluster.status',
    'cluster.hasMaster',
    'cluster.masterReason',
    'cluster.master',
    'cluster.nodes',
    'cluster.dataNodes',
    'cluster.masterEligible',
    'cluster.nodesSeen',
    'cluster.nodesMissing',
    'cluster.missingNames',
    'cluster.unassigned',
    'cluster.unassignedPrimaries',
    'cluster.initializing',
    'cluster.relocating',
    'cluster.delayedUnassigned',
    'cluster.activeShardsRatio',
    'cluster.pendingTasks',
    'cluster.pendingOldestSeconds',
    'cluster.pendingSource',
  ],
  async see(client: ElasticsearchClient, _given, limit) {
    try {
      return await seeCluster(client, limit);
    } catch (error) {
      if (!(error instanceof ApiFailure) || error.problem !== 'unavailable') throw error;
      return seeWithoutMaster(client, error, limit);
    }
  },
});

async function seeCluster(client: ElasticsearchClient, limit: HttpLimit) {
  const now = await client.read('_cluster/health?master_timeout=2s', health, limit);
  const [waiting, list] = await Promise.all([
    now.number_of_pending_tasks === 0
      ? null
      : optional(client.read('_cluster/pending_tasks?master_timeout=2s&filter_path=tasks.source,tasks.priority', tasks, limit)),
    optional(client.read('_cat/nodes?format=json&h=name,version,node.role,master&master_timeout=2s', nodes, limit)),
  ]);
  const [first] = waiting?.tasks ?? [];
  const facts: Facts = {
    'reach.isOk': true,
    'cluster.name': now.cluster_name,
    'cluster.status': now.status,
    'cluster.hasMaster': true,
    'cluster.nodes': now.number_of_nodes,
    'cluster.dataNodes': now.number_of_data_nodes,
    'cluster.unassigned': now.unassigned_shards,
    'cluster.unassignedPrimaries': now.unassigned_primary_shards ?? null,
    'cluster.initializing': now.initializing_shards,
    'cluster.relocating': now.relocating_shards,
    'cluster.delayedUnassigned': now.delayed_unassigned_shards,
    'cluster.activeShardsRatio': Math.round(now.active_shards_percent_as_number * 10) / 1_000,
    'cluster.pendingTasks': now.number_of_pending_tasks,
    'cluster.pendingOldestSeconds': Math.round(now.task_max_waiting_in_queue_millis / 1_000),
    'cluster.pendingSource': first?.source.slice(0, 120) ?? '',
    ...nodeFacts(client, list ?? []),
  };
  return {
    headline: {
      'zh-CN': `集群 ${now.cluster_name} 为 ${now.status}，${String(now.number_of_nodes)} 个节点，未分配分片 ${String(now.unassigned_shards)}，待处理任务 ${String(now.number_of_pending_tasks)}`,
      en: `cluster ${now.cluster_name} is ${now.status}, ${String(now.number_of_nodes)} nodes, ${String(now.unassigned_shards)} shards unassigned, ${String(now.number_of_pending_tasks)} tasks pending`,
    },
    facts,
    text: [JSON.stringify(now, null, 1), ...(list ?? []).slice(0, 100).map((each) => JSON.stringify(each))].join('\n'),
  };
}

/** Each node answers from what it knows itself when there is no master to ask. */
async function seeWithoutMaster(client: ElasticsearchClient, failure: ApiFailure, limit: HttpLimit) {
  const own = await optional(client.read('_nodes/_local?filter_path=nodes.*.version', ownVersion, limit));
  const facts: Facts = {
    'reach.isOk': true,
    'cluster.hasMaster': false,
    'cluster.masterReason': failure.message,
    'cluster.version': Object.values(own?.nodes ?? {})[0]?.version ?? '',
    'cluster.nodesSeen': client.rememberNodes([]).length,
  };
  return {
    headline: { 'zh-CN': '该节点找不到主节点', en: 'this node has no master' },
    facts,
    text: failure.message,
  };
}

/** A node that was there and is not any more is told by name; how many there should be, nobody else says. */
function nodeFacts(client: ElasticsearchClient, list: z.infer<typeof nodes>): Facts {
  const names = list.map(({ name }) => name ?? '').filter((name) => name !== '');
  if (names.length === 0) return {};
  const seen = client.rememberNodes(names);
  const missing = seen.filter((name) => !names.includes(name));
  const versions = [...new Set(list.map(({ version }) => version ?? ''))].filter((version) => version !== '');
  return {
    'cluster.version': versions[0] ?? '',
    'cluster.versions': versions.join(', '),
    'cluster.versionsCount': versions.length,
    'cluster.master': list.find(({ master }) => master === '*')?.name ?? '',
    'cluster.masterEligible': list.filter((each) => (each['node.role'] ?? '').includes('m')).length,
    'cluster.nodesSeen': seen.length,
    'cluster.nodesMissing': missing.length,
    'cluster.missingNames': missing.slice(0, 10).join(', '),
  };
}
