/** Cluster and sentinel state, where either is in use. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import type { LookContext } from '../../contract.ts';
import type { RedisClient } from '../client.ts';
import type { RedisLimit } from '../connection.ts';
import { infoGroup, infoText, readInfo, sectionText } from '../info.ts';
import { textOf } from '../reply.ts';
import { redisProbe } from './redis-probe.ts';

const watchMs = 1_200;

export const clusterProbe = redisProbe({
  name: 'cluster',
  summary: { 'zh-CN': '集群与哨兵状态', en: 'cluster and sentinel state' },
  parameters: z.strictObject({}),
  timeoutMs: 6_000,
  cost: 'cheap',
  hints: 'cluster|slot|sentinel|failover|moved|集群|槽|哨兵|切换',
  query: 'CLUSTER INFO; CLUSTER NODES; INFO sentinel',
  async see(client, _given, context, limit) {
    const info = await readInfo(client, limit);
    const mode = infoText(info, 'redis_mode');
    if (mode === 'sentinel') {
      const facts = sentinelFacts(info.values);
      const down = String(facts['sentinel.mastersDown']);
      return {
        headline: {
          'zh-CN': `哨兵：${String(facts['sentinel.masters'])} 个主库，${down} 个下线`,
          en: `sentinel: ${String(facts['sentinel.masters'])} primaries, ${down} down`,
        },
        facts: { 'cluster.isEnabled': false, 'cluster.isExpected': client.declared.isCluster, ...facts },
        text: sectionText(info, ['sentinel']),
      };
    }
    if (infoText(info, 'cluster_enabled') !== '1')
      return {
        headline: { 'zh-CN': '未启用集群', en: 'not a cluster' },
        facts: { 'cluster.isEnabled': false, 'cluster.isExpected': client.declared.isCluster },
        text: `redis_mode:${mode}`,
      };
    const state = textOf(await client.call(['CLUSTER', 'INFO'], limit));
    const nodes = textOf(await client.call(['CLUSTER', 'NODES'], limit));
    const facts: Facts = {
      ...clusterFacts(state, nodes),
      'cluster.isExpected': client.declared.isCluster,
      ...(openSlots(nodes).length === 0 ? {} : await migrationFacts(client, context, limit)),
    };
    return {
      headline: {
        'zh-CN': `集群 ${String(facts['cluster.state'])}，已分配槽 ${String(facts['cluster.slotsAssigned'])}，故障节点 ${String(facts['cluster.nodesFailed'])}`,
        en: `cluster ${String(facts['cluster.state'])}, ${String(facts['cluster.slotsAssigned'])} slots assigned, ${String(facts['cluster.nodesFailed'])} nodes failed`,
      },
      facts,
      text: `${state}\n${nodes}`,
    };
  },
});

/** A migration that goes on calls MIGRATE or RESTORE; one that was left behind does not. Both are counted over a moment. */
async function migrationFacts(client: RedisClient, context: LookContext, limit: RedisLimit): Promise<Facts> {
  const count = async (): Promise<number> => {
    const commands = infoGroup(await readInfo(client, limit), 'cmdstat_');
    return ['migrate', 'restore', 'restore-asking'].reduce((sum, name) => sum + Number(commands.get(name)?.get('calls') ?? 0), 0);
  };
  const before = await count();
  await context.clock.sleep(watchMs, context.signal);
  return { 'cluster.keysMoved': (await count()) - before };
}

export interface OpenSlot {
  readonly slot: number;
  readonly direction: 'migrating' | 'importing';
  /** Id of the node at the other end. */
  readonly peerId: string;
}

/** Pure: slots that a move has opened on the node that was asked, `[slot->-id]` or `[slot-<-id]` on its own line. */
export function openSlots(nodes: string): readonly OpenSlot[] {
  return [...nodes.matchAll(/\[(\d+)-([<>])-([0-9a-f]+)\]/g)].map(([, slot, arrow, peerId = '']) => ({
    slot: Number(slot),
    direction: arrow === '>' ? 'migrating' : 'importing',
    peerId,
  }));
}

/** Pure: the two answers in, facts out. */
export function clusterFacts(state: string, nodes: string): Facts {
  const values = new Map(state.split(/\r?\n/).map((line) => [line.split(':')[0] ?? '', line.split(':')[1] ?? ''] as const));
  const count = (name: string): number => Number(values.get(name) ?? 0);
  const lines = nodes.split('\n').filter((line) => line !== '');
  const failed = lines.filter((line) => /\bfail\b/.test(line.split(' ')[2]?.replace('fail?', 'maybe') ?? ''));
  const open = openSlots(nodes);
  return {
    'cluster.isEnabled': true,
    'cluster.state': values.get('cluster_state') ?? '',
    'cluster.slotsAssigned': count('cluster_slots_assigned'),
    'cluster.slotsMissing': 16_384 - count('cluster_slots_assigned'),
    'cluster.slotsFailed': count('cluster_slots_fail') + count('cluster_slots_pfail'),
    'cluster.nodesKnown': count('cluster_known_nodes'),
    'cluster.size': count('cluster_size'),
    'cluster.nodesFailed': failed.length,
    'cluster.failedNode': failed[0]?.split(' ')[1]?.split('@')[0] ?? '',
    'cluster.slotsMoving': open.length,
    'cluster.movingSlot': open[0]?.slot ?? null,
    'cluster.movingDirection': open[0]?.direction ?? '',
    'cluster.keysMoved': null,
  };
}

function sentinelFacts(values: ReadonlyMap<string, string>): Facts {
  const masters = [...values].filter(([name]) => /^master\d+$/.test(name)).map(([, value]) => value);
  const down = masters.filter((value) => /status=(s|o)down/.test(value));
  return {
    'sentinel.isEnabled': true,
    'sentinel.masters': masters.length,
    'sentinel.mastersDown': down.length,
    'sentinel.downMaster': /name=([^,]+)/.exec(down[0] ?? '')?.[1] ?? '',
    'sentinel.isTilted': values.get('sentinel_tilt') === '1',
  };
}
