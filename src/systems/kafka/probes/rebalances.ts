/** How often groups have rebalanced lately: members that are put out and come back leave no trace in a group's state. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { sessionProbe } from '../../session/probe.ts';
import { printRows, rounded } from '../../session/rows.ts';
import type { KafkaClient } from '../client.ts';
import { fewOf, largest } from './kafka-probe.ts';
import { type Generation, readGenerations } from './read-generations.ts';
import { listGroups } from './read-groups.ts';

const groupsMax = 60;
const windowMs = 900_000;

export const rebalancesProbe = sessionProbe({
  name: 'rebalances',
  summary: {
    'zh-CN': '消费组近 15 分钟再均衡的次数，成员的会话与轮询时限',
    en: 'how often groups rebalanced in the last 15 minutes, and the session and poll limits of their members',
  },
  parameters: z.strictObject({ group: z.string().max(255).default('') }),
  cost: 'moderate',
  hints: 'rebalanc|session|heartbeat|max.poll|generation|twice|duplicate|repeat|stuck|lag|再均衡|重平衡|会话|心跳|踢出|重复|卡住|积压',
  query: 'ListGroups, Fetch (__consumer_offsets)',
  aimedAt: (_words, labels) => ({
    group: labels.flatMap((each) => groupLabels.flatMap((name) => each[name] ?? []))[0]?.slice(0, 255) ?? '',
  }),
  async see(client: KafkaClient, { group }, limit, context) {
    const cluster = await client.cluster(null, limit);
    const listed = await listGroups(client, cluster, limit);
    // Who was named comes first, then who is not settled.
    const rank = ({ id, state }: { readonly id: string; readonly state: string }): number =>
      id === group ? 0 : state === 'Stable' ? 2 : state === 'Empty' || state === 'Dead' ? 3 : 1;
    const ids = listed.toSorted((one, other) => rank(one) - rank(other)).map(({ id }) => id);
    const generations = ids.length === 0 ? [] : await readGenerations(client, cluster, ids.slice(0, groupsMax), limit);
    const facts = rebalanceFacts(generations, context.clock.now());
    const name = String(facts['rebalances.worst.name']);
    const count = String(facts['rebalances.worst.count']);
    return {
      headline:
        generations === null
          ? { 'zh-CN': '账号不能读取 __consumer_offsets', en: 'the account may not read __consumer_offsets' }
          : {
              'zh-CN': name === '' ? '近 15 分钟没有消费组再均衡' : `近 15 分钟再均衡最多的是 ${name}：${count} 次`,
              en:
                name === ''
                  ? 'no group rebalanced in the last 15 minutes'
                  : `${name} rebalanced most in the last 15 minutes: ${count} times`,
            },
      facts,
      text: printRows((generations ?? []).slice(-60).map(printed)),
    };
  },
});

const groupLabels = ['consumergroup', 'consumer_group', 'group', 'group_id'];

/** Pure: the group with most generations within the window. */
export function rebalanceFacts(generations: readonly Generation[] | null, nowMs: number): Facts {
  const recent = (generations ?? []).filter(({ atMs }) => nowMs - atMs <= windowMs);
  const groups = [...Map.groupBy(recent, ({ group }) => group)].map(([name, all]) => ({ name, all, numbers: generationsOf(all) }));
  // One generation is a group that was formed.
  const worst = largest(groups, ({ numbers }) => numbers.length - 1);
  const times = worst?.all.map(({ atMs }) => atMs) ?? [];
  const [firstMs, lastMs] = [Math.min(...times), Math.max(...times)];
  const count = worst === undefined ? 0 : worst.numbers.length - 1;
  const members = worst?.all.flatMap((each) => each.members) ?? [];
  const largestOf = (of: (member: Generation['members'][number]) => number): number => Math.max(0, ...members.map(of)) / 1_000;
  return {
    'rebalances.isReadable': generations !== null,
    'rebalances.worst.name': worst?.name ?? '',
    'rebalances.worst.count': generations === null ? null : count,
    'rebalances.worst.everySeconds': count === 0 ? null : rounded((lastMs - firstMs) / 1_000 / count),
    'rebalances.worst.lastAgoSeconds': worst === undefined ? null : Math.max(0, Math.round((nowMs - lastMs) / 1_000)),
    'rebalances.worst.clients': fewOf([...new Set(members.map(({ client }) => client))], 3),
    'rebalances.worst.sessionSeconds': largestOf(({ sessionTimeoutMs }) => sessionTimeoutMs),
    'rebalances.worst.pollSeconds': largestOf(({ rebalanceTimeoutMs }) => rebalanceTimeoutMs),
  };
}

function generationsOf(all: readonly Generation[]): readonly number[] {
  return [...new Set(all.map(({ generation }) => generation))];
}

function printed({ group, generation, atMs, members }: Generation): Readonly<Record<string, unknown>> {
  return {
    at: new Date(atMs).toISOString(),
    group,
    generation,
    members: members.length,
    clients: fewOf(
      members.map(({ client }) => client),
      3,
    ),
  };
}
