/** Closing a slot that a broken move left open. */

import { z } from 'zod';
import { SystemError } from '../../../domain/errors.ts';
import type { Before } from '../../contract.ts';
import type { RedisCalls, RedisClient } from '../client.ts';
import type { RedisLimit } from '../connection.ts';
import { placeOf } from '../place.ts';
import { type OpenSlot, openSlots } from '../probes/cluster.ts';
import { clusterNodes } from '../probes/members.ts';
import { numberOf, textOf } from '../reply.ts';
import { redisAction } from './redis-action.ts';

export const slotStable = redisAction({
  name: 'slot-stable',
  risk: 'high',
  arguments: z.strictObject({ slot: z.number().int().min(0).max(16_383) }),
  verifyWithinMs: 10_000,
  summary: ({ slot }) => ({ 'zh-CN': `结束槽 ${String(slot)} 的迁移状态`, en: `close slot ${String(slot)}, which a move left open` }),
  effect: ({ slot }) => ({
    'zh-CN': `槽 ${String(slot)} 留在原节点，不再有 ASK 跳转；目标节点已有该槽的键时不会执行`,
    en: `slot ${String(slot)} stays where it is, without ASK redirections; not done when the target holds keys of it already`,
  }),
  verification: ({ slot }) => ({
    'zh-CN': `两端的 CLUSTER NODES 都不再列出槽 ${String(slot)} 的迁移`,
    en: `CLUSTER NODES of both ends no longer shows a move of slot ${String(slot)}`,
  }),
  async precheck(client, { slot }, limit) {
    const nodes = await nodesOf(client, limit);
    const here = openSlots(nodes).find((each) => each.slot === slot);
    if (here === undefined) return { state: 'already', note: { 'zh-CN': '该槽没有在迁移', en: 'no move of this slot is open' } };
    const peer = addressOfNode(nodes, here.peerId);
    if (peer === null)
      return { state: 'blocked', reason: { 'zh-CN': '另一端的节点不在集群里', en: 'the node at the other end is not in the cluster' } };
    const there = await client.visit(placeOf(peer), 'member', limit, async (calls) => ({
      open: openSlots(await nodesOf(calls, limit)).find((each) => each.slot === slot) ?? null,
      keys: await keysIn(calls, slot, limit),
    }));
    const importedKeys = here.direction === 'importing' ? await keysIn(client, slot, limit) : there.keys;
    if (importedKeys > 0)
      return {
        state: 'blocked',
        reason: {
          'zh-CN': `目标节点已有该槽的 ${String(importedKeys)} 个键，须用 redis-cli --cluster fix 完成迁移`,
          en: `the target holds ${String(importedKeys)} keys of the slot already; finish the move with redis-cli --cluster fix`,
        },
      };
    return { state: 'ready', before: { here, there: there.open, peer } };
  },
  async isApplied(client, { slot }, before, limit) {
    return (await stillOpen(client, slot, before, limit)) === 0;
  },
  async apply(client, { slot }, before, limit) {
    const { peer } = endsOf(before);
    await client.call(['CLUSTER', 'SETSLOT', slot, 'STABLE'], limit);
    await client.visit(placeOf(peer), 'member', limit, (calls) => calls.call(['CLUSTER', 'SETSLOT', slot, 'STABLE'], limit));
    return { 'zh-CN': `槽 ${String(slot)} 已恢复为 STABLE`, en: `slot ${String(slot)} is stable again` };
  },
  async verify(client, { slot }, before, limit) {
    const open = await stillOpen(client, slot, before, limit);
    return { isMet: open === 0, note: { 'zh-CN': `仍未关闭的一端：${String(open)}`, en: `ends that are still open: ${String(open)}` } };
  },
  undo: {
    summary: ({ slot }) => ({ 'zh-CN': `重新打开槽 ${String(slot)} 的迁移状态`, en: `open the move of slot ${String(slot)} again` }),
    async apply(client, { slot }, before, limit) {
      const { here, there, peer } = endsOf(before);
      // The importing end first, as for a new move: else a key could be asked for where nobody expects it.
      const open = async (calls: RedisCalls, end: OpenSlot): Promise<void> => {
        await calls.call(['CLUSTER', 'SETSLOT', slot, end.direction.toUpperCase(), end.peerId], limit);
      };
      const openThere = async (): Promise<void> => {
        if (there !== null) await client.visit(placeOf(peer), 'member', limit, (calls) => open(calls, there));
      };
      if (here.direction === 'migrating') await openThere();
      await open(client, here);
      if (here.direction === 'importing') await openThere();
      return { 'zh-CN': `槽 ${String(slot)} 又处于迁移状态`, en: `the move of slot ${String(slot)} is open again` };
    },
  },
});

const openSlot = z.object({ slot: z.number(), direction: z.enum(['migrating', 'importing']), peerId: z.string() });
const ends = z.object({ here: openSlot, there: openSlot.nullable(), peer: z.string() });

function endsOf(before: Before): z.infer<typeof ends> {
  const parsed = ends.safeParse(before);
  if (!parsed.success) throw new SystemError('The state of the slot before the change was not recorded', { retry: 'never' });
  return parsed.data;
}

async function stillOpen(client: RedisClient, slot: number, before: Before, limit: RedisLimit): Promise<number> {
  const { peer } = endsOf(before);
  const isOpen = (nodes: string): boolean => openSlots(nodes).some((each) => each.slot === slot);
  const here = isOpen(await nodesOf(client, limit));
  const there = await client.visit(placeOf(peer), 'member', limit, async (calls) => isOpen(await nodesOf(calls, limit)));
  return Number(here) + Number(there);
}

async function nodesOf(calls: RedisCalls, limit: RedisLimit): Promise<string> {
  return textOf(await calls.call(['CLUSTER', 'NODES'], limit));
}

async function keysIn(calls: RedisCalls, slot: number, limit: RedisLimit): Promise<number> {
  return numberOf(await calls.call(['CLUSTER', 'COUNTKEYSINSLOT', slot], limit)) ?? 0;
}

function addressOfNode(nodes: string, id: string): string | null {
  const line = nodes.split('\n').find((each) => each.startsWith(id));
  const [found] = line === undefined ? [] : clusterNodes(line);
  return found === undefined ? null : `${found.place.host}:${String(found.place.port)}`;
}
