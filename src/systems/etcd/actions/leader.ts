/** Hands the leadership to another member; the undo hands it back. */

import { z } from 'zod';
import { SystemError } from '../../../domain/errors.ts';
import { sessionAction } from '../../session/actions/session-action.ts';
import { SessionFailure, type SessionLimit } from '../../session/failure.ts';
import { anyAnswer, decimalOf, hexOf } from '../answers.ts';
import { type AskedMember, askMembers } from '../ask-members.ts';
import type { EtcdClient } from '../client.ts';

/** A member farther behind would keep the cluster waiting while it catches up. */
const lagMax = 1_000;

export const moveLeader = sessionAction<EtcdClient, { member: string }>({
  name: 'move-leader',
  risk: 'medium',
  arguments: z.strictObject({ member: z.string().regex(/^[0-9a-f]{1,16}$/, 'expected the id of a member as etcdctl writes it') }),
  verifyWithinMs: 15_000,
  timeoutMs: 20_000,
  summary: ({ member }) => ({ 'zh-CN': `把 leader 移交给成员 ${member}`, en: `move the leadership to member ${member}` }),
  effect: () => ({
    'zh-CN': '写入停顿不到一秒；读不受影响，数据不变',
    en: 'writes wait for less than a second; reads and data are not touched',
  }),
  verification: ({ member }) => ({ 'zh-CN': `集群的 leader 是 ${member}`, en: `the leader of the cluster is ${member}` }),
  async precheck(client, { member }, limit) {
    const asked = await askMembers(client, limit);
    const leader = leaderOf(asked);
    if (leader === null) return blocked('集群没有可达的 leader', 'no leader of the cluster can be reached');
    if (leader.id === member) return { state: 'already', note: { 'zh-CN': '它已经是 leader', en: 'it leads already' } };
    const target = asked.find(({ id }) => id === member);
    if (target?.status == null) return blocked('该成员不存在或不可达', 'there is no such member, or it does not answer');
    if (target.member.isLearner) return blocked('该成员是 learner，不能当 leader', 'that member is a learner and cannot lead');
    const behind = (leader.status?.raftAppliedIndex ?? 0) - target.status.raftAppliedIndex;
    if (behind > lagMax) return blocked(`该成员落后 ${String(behind)} 条`, `that member is ${String(behind)} entries behind`);
    return { state: 'ready', before: { leader: leader.id } };
  },
  isApplied: async (client, { member }, _before, limit) => leaderOf(await askMembers(client, limit))?.id === member,
  async apply(client, { member }, before, limit) {
    await handOver(client, member, limit);
    return { 'zh-CN': `leader：${String(before.leader)} → ${member}`, en: `leader: ${String(before.leader)} → ${member}` };
  },
  async verify(client, { member }, _before, limit) {
    const now = leaderOf(await askMembers(client, limit))?.id ?? '';
    return { isMet: now === member, note: { 'zh-CN': `leader 现为 ${now}`, en: `the leader is ${now} now` } };
  },
  undo: {
    summary: () => ({ 'zh-CN': '把 leader 移交回原成员', en: 'hand the leadership back' }),
    present: async (client, _given, _before, limit) => ({ leader: leaderOf(await askMembers(client, limit))?.id ?? null }),
    async apply(client, _given, before, limit) {
      const old = before.leader;
      if (typeof old !== 'string') throw new SystemError('Cannot undo: the former leader was not recorded', { retry: 'never' });
      await handOver(client, old, limit);
      return { 'zh-CN': `leader 已移交回 ${old}`, en: `${old} leads again` };
    },
  },
});

/** Only the leader itself can hand over; nothing is done when the member leads already. */
async function handOver(client: EtcdClient, to: string, limit: SessionLimit): Promise<void> {
  const leader = leaderOf(await askMembers(client, limit));
  if (leader === null || leader.url === null)
    throw new SessionFailure('No leader of the cluster can be reached', { problem: 'reply', stage: 'command' });
  if (leader.id === to) return;
  await client.call('/v3/maintenance/transfer-leadership', { targetID: decimalOf(to) }, anyAnswer, limit, leader.url);
}

function leaderOf(asked: readonly AskedMember[]): AskedMember | null {
  return asked.find(({ id, status }) => status !== null && hexOf(status.leader) === id) ?? null;
}

function blocked(chinese: string, english: string): { state: 'blocked'; reason: { 'zh-CN': string; en: string } } {
  return { state: 'blocked', reason: { 'zh-CN': chinese, en: english } };
}
