/** Gives space back: history is compacted, and then the holes are closed, one member after the other. */

import { z } from 'zod';
import { sessionAction } from '../../session/actions/session-action.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { anyAnswer, hexOf, statusAnswer } from '../answers.ts';
import { type AskedMember, askMembers } from '../ask-members.ts';
import type { EtcdClient } from '../client.ts';
import { parseMetrics, sumOf } from '../metrics.ts';

/** A member with gigabytes takes tens of seconds. */
const spaceMs = 300_000;

export const compact = sessionAction<EtcdClient, { revision: number }>({
  name: 'compact',
  risk: 'high',
  arguments: z.strictObject({ revision: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER) }),
  verifyWithinMs: 10_000,
  timeoutMs: spaceMs,
  summary: ({ revision }) => ({
    'zh-CN': `压缩 ${String(revision)} 之前的历史版本`,
    en: `compact the history before revision ${String(revision)}`,
  }),
  effect: () => ({
    'zh-CN': '键的当前值不变，更早的版本不可再读；从更早版本续传的 watch 需要重新列取；期间磁盘更忙',
    en: 'present values stay, earlier revisions can no longer be read; watches that resume from before must list again; the disk is busier meanwhile',
  }),
  verification: ({ revision }) => ({ 'zh-CN': `压缩版本到达 ${String(revision)}`, en: `the compacted revision is ${String(revision)}` }),
  async precheck(client, { revision }, limit) {
    const status = await client.call('/v3/maintenance/status', {}, statusAnswer, limit);
    if (status.leader === '0') return blocked('集群没有 leader', 'the cluster has no leader');
    if (revision > (status.header?.revision ?? 0)) return blocked('该版本尚不存在', 'there is no such revision yet');
    const compacted = await compactedRevision(client, limit);
    if (compacted >= revision)
      return { state: 'already', note: { 'zh-CN': `已压缩到 ${String(compacted)}`, en: `is compacted up to ${String(compacted)}` } };
    return { state: 'ready', before: { compacted } };
  },
  isApplied: async (client, { revision }, _before, limit) => (await compactedRevision(client, limit)) >= revision,
  async apply(client, { revision }, _before, limit) {
    await client.call('/v3/kv/compaction', { revision: String(revision), physical: true }, anyAnswer, limit);
    return { 'zh-CN': `历史版本已压缩到 ${String(revision)}`, en: `the history is compacted up to ${String(revision)}` };
  },
  async verify(client, { revision }, _before, limit) {
    const now = await compactedRevision(client, limit);
    return { isMet: now >= revision, note: { 'zh-CN': `压缩版本现为 ${String(now)}`, en: `the compacted revision is ${String(now)}` } };
  },
  undo: {
    impossible: {
      'zh-CN': '被压缩的历史版本无法找回；当前数据不受影响，需要留底请先做快照（etcdctl snapshot save）',
      en: 'compacted history cannot be brought back; present data is not touched, and a snapshot (etcdctl snapshot save) keeps the rest',
    },
  },
});

export const defragment = sessionAction<EtcdClient, { member: string }>({
  name: 'defragment',
  risk: 'high',
  arguments: z.strictObject({
    /** An id as `etcdctl` writes it, or `each`: all of them, one after the other, the leader last. */
    member: z.string().regex(/^(each|[0-9a-f]{1,16})$/, "expected the id of a member, or 'each'"),
  }),
  verifyWithinMs: 15_000,
  timeoutMs: spaceMs,
  summary: ({ member }) =>
    member === 'each'
      ? { 'zh-CN': '逐个成员做碎片整理，leader 最后', en: 'defragment each member, one after the other, the leader last' }
      : { 'zh-CN': `对成员 ${member} 做碎片整理`, en: `defragment member ${member}` },
  effect: () => ({
    'zh-CN': '正在整理的成员暂停读写（按数据量为数秒到数十秒）；单成员集群期间整体不可用；数据不变',
    en: 'the member at work answers neither reads nor writes, for seconds to tens of seconds by size; a cluster of one is away meanwhile; data is not touched',
  }),
  verification: () => ({
    'zh-CN': '各成员恢复应答，数据库文件不再有大量空洞',
    en: 'every member answers again, and its file has no large holes',
  }),
  async precheck(client, { member }, limit) {
    const asked = await askMembers(client, limit);
    const targets = targetsOf(asked, member);
    if (targets.length === 0) return blocked('没有这个成员', 'there is no such member');
    const away = asked.filter(({ status }) => status === null);
    if (away.length > 0)
      return blocked(`成员 ${away[0]?.name ?? ''} 失联，先恢复它再整理`, `member ${away[0]?.name ?? ''} is away: bring it back first`);
    if (asked.some(({ status }) => status?.leader === '0')) return blocked('集群没有 leader', 'the cluster has no leader');
    return { state: 'ready', before: sizesOf(targets) };
  },
  async isApplied(client, { member }, before, limit) {
    return targetsOf(await askMembers(client, limit), member).every((each) => (each.status?.dbSize ?? Infinity) < Number(before[each.id]));
  },
  async apply(client, { member }, before, limit) {
    const changes: string[] = [];
    for (const each of targetsOf(await askMembers(client, limit), member)) {
      if (each.url === null) continue;
      await client.call('/v3/maintenance/defragment', {}, anyAnswer, limit, each.url);
      // It must be back before the next one goes: the cluster can spare one at a time.
      const { dbSize } = await client.call('/v3/maintenance/status', {}, statusAnswer, limit, each.url);
      changes.push(`${each.name} ${String(before[each.id])} → ${String(dbSize)}`);
    }
    return { 'zh-CN': `碎片整理完成（字节）：${changes.join('；')}`, en: `defragmented (bytes): ${changes.join('; ')}` };
  },
  async verify(client, { member }, before, limit) {
    const targets = targetsOf(await askMembers(client, limit), member);
    const isBack = targets.every(({ status, id }) => status !== null && status.leader !== '0' && status.dbSize <= Number(before[id]));
    const sizes = targets.map(({ name, status }) => `${name} ${String(status?.dbSize ?? '?')}`).join(', ');
    return { isMet: isBack && targets.length > 0, note: { 'zh-CN': `现在的大小：${sizes}`, en: `sizes now: ${sizes}` } };
  },
  undo: {
    impossible: {
      'zh-CN': '碎片整理只归还空洞，没有可恢复的原状；数据不变',
      en: 'defragmenting only gives holes back; there is no earlier state worth restoring, and data does not change',
    },
  },
});

function targetsOf(asked: readonly AskedMember[], member: string): readonly AskedMember[] {
  const isLeader = ({ id, status }: AskedMember): number => (status !== null && hexOf(status.leader) === id ? 1 : 0);
  return asked.filter(({ id }) => member === 'each' || id === member).sort((one, other) => isLeader(one) - isLeader(other));
}

function sizesOf(targets: readonly AskedMember[]): Readonly<Record<string, number>> {
  return Object.fromEntries(targets.map(({ id, status }) => [id, status?.dbSize ?? 0]));
}

async function compactedRevision(client: EtcdClient, limit: SessionLimit): Promise<number> {
  return sumOf(parseMetrics(await client.metrics(limit)), 'etcd_debugging_mvcc_compact_revision') ?? 0;
}

function blocked(chinese: string, english: string): { state: 'blocked'; reason: { 'zh-CN': string; en: string } } {
  return { state: 'blocked', reason: { 'zh-CN': chinese, en: english } };
}
