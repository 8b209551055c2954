/** Sets the offsets of a group without members. The undo commits the ones that were, and removes those that were not there. */

import { z } from 'zod';
import { SystemError } from '../../../domain/errors.ts';
import type { Before } from '../../contract.ts';
import { sessionAction } from '../../session/actions/session-action.ts';
import { SessionFailure, type SessionLimit } from '../../session/failure.ts';
import type { KafkaClient } from '../client.ts';
import { readGroups } from '../probes/read-groups.ts';
import { readBounds } from '../probes/read-offsets.ts';

interface Wanted {
  readonly group: string;
  readonly topic: string;
  readonly to: 'earliest' | 'latest';
}

/** What was committed; an offset of -1 stands for nothing. */
const placeForm = z.object({ offset: z.number().int(), epoch: z.number().int(), metadata: z.string() });
type Place = z.infer<typeof placeForm>;
/** By partition. */
type Places = Readonly<Record<string, Place>>;

const beforeForm = z.object({ offsets: z.record(z.string(), placeForm), target: z.record(z.string(), placeForm) });

export const resetGroupOffsets = sessionAction({
  name: 'reset-group-offsets',
  risk: 'high',
  arguments: z.strictObject({
    group: z.string().min(1).max(255),
    topic: z.string().min(1).max(249),
    to: z.enum(['earliest', 'latest']),
  }),
  verifyWithinMs: 15_000,
  summary: (given) => ({
    'zh-CN': `把消费组 ${given.group} 在主题 ${given.topic} 的位点重置到${given.to === 'earliest' ? '最早' : '最新'}`,
    en: `reset the offsets of group ${given.group} in topic ${given.topic} to the ${given.to}`,
  }),
  effect: (given) =>
    given.to === 'earliest'
      ? {
          'zh-CN': '消费组启动后会从头消费，重复处理已处理过的消息',
          en: 'once it starts, the group consumes from the beginning and handles messages again',
        }
      : {
          'zh-CN': '消费组启动后跳过现有的全部积压，不再处理它们',
          en: 'once it starts, the group skips its whole backlog and never handles it',
        },
  verification: () => ({ 'zh-CN': '已提交的位点等于目标位点', en: 'the committed offsets are those that were asked for' }),
  async precheck(client: KafkaClient, given, limit) {
    const cluster = await client.cluster([given.topic], limit);
    const [group] = await readGroups(client, cluster, [given.group], limit);
    if (group === undefined || group.state === 'Dead' || group.state === '')
      return { state: 'blocked', reason: { 'zh-CN': `没有消费组 ${given.group}`, en: `there is no group ${given.group}` } };
    if (group.state !== 'Empty')
      return {
        state: 'blocked',
        reason: {
          'zh-CN': `消费组还有成员（${group.state}）：先停掉消费者`,
          en: `the group has members (${group.state}): stop its consumers first`,
        },
      };
    const bounds = await readBounds(client, cluster, given.topic, given.to, limit);
    const target = Object.fromEntries(
      Object.entries(bounds).map(([partition, offset]) => [partition, { offset, epoch: -1, metadata: '' }]),
    );
    if (Object.keys(target).length === 0)
      return {
        state: 'blocked',
        reason: {
          'zh-CN': `没有主题 ${given.topic}，或它的分区没有主副本`,
          en: `there is no topic ${given.topic}, or its partitions have no leader`,
        },
      };
    const offsets = await committed(client, given, Object.keys(target), limit);
    if (isSame(offsets, target)) return { state: 'already', note: { 'zh-CN': '位点已经在那里', en: 'the offsets are there already' } };
    return { state: 'ready', before: { offsets, target } };
  },
  async isApplied(client, given, before, limit) {
    const { target } = recorded(before);
    return isSame(await committed(client, given, Object.keys(target), limit), target);
  },
  async apply(client, given, before, limit) {
    const { target } = recorded(before);
    await commit(client, given, target, limit);
    const count = String(Object.keys(target).length);
    return { 'zh-CN': `已重置 ${count} 个分区的位点`, en: `the offsets of ${count} partitions are reset` };
  },
  async verify(client, given, before, limit) {
    const { target } = recorded(before);
    const isMet = isSame(await committed(client, given, Object.keys(target), limit), target);
    return {
      isMet,
      note: isMet
        ? { 'zh-CN': '位点已就位', en: 'the offsets are in place' }
        : { 'zh-CN': '位点与目标不同', en: 'the offsets differ from the target' },
    };
  },
  undo: {
    summary: (given) => ({
      'zh-CN': `把 ${given.group} 的位点恢复到重置之前（消费组须仍然没有成员）`,
      en: `set the offsets of ${given.group} back to where they were (while it still has no members)`,
    }),
    // Who has consumed since then would do it all again, or skip it.
    present: async (client, given, before, limit) => ({
      offsets: await committed(client, given, Object.keys(recorded(before).target), limit),
    }),
    async apply(client, given, before, limit) {
      const { offsets } = recorded(before);
      const present = Object.fromEntries(Object.entries(offsets).filter(([, { offset }]) => offset >= 0));
      const absent = Object.entries(offsets)
        .filter(([, { offset }]) => offset < 0)
        .map(([partition]) => Number(partition));
      if (Object.keys(present).length > 0) await commit(client, given, present, limit);
      if (absent.length > 0) await forget(client, given, absent, limit);
      return { 'zh-CN': '位点已恢复', en: 'the offsets are back' };
    },
  },
});

async function committed(client: KafkaClient, given: Wanted, partitions: readonly string[], limit: SessionLimit): Promise<Places> {
  const topics = [{ name: given.topic, partitionIndexes: partitions.map(Number) }];
  const answer = await client.ask(
    { group: given.group },
    (kafka) => kafka.offsetFetchV8.api,
    [[{ groupId: given.group, memberEpoch: -1, topics }], false],
    limit,
  );
  const found = answer.groups[0]?.topics[0]?.partitions ?? [];
  return Object.fromEntries(
    found.map(({ partitionIndex, committedOffset, committedLeaderEpoch, metadata }) => [
      String(partitionIndex),
      { offset: Number(committedOffset), epoch: committedLeaderEpoch, metadata: metadata ?? '' },
    ]),
  );
}

async function commit(client: KafkaClient, given: Wanted, offsets: Places, limit: SessionLimit): Promise<void> {
  const partitions = Object.entries(offsets).map(([partition, { offset, epoch, metadata }]) => ({
    partitionIndex: Number(partition),
    committedOffset: BigInt(offset),
    committedLeaderEpoch: epoch,
    committedMetadata: metadata,
  }));
  const topics = [{ name: given.topic, partitions }];
  const answer = await client.ask({ group: given.group }, (kafka) => kafka.offsetCommitV8.api, [given.group, -1, '', null, topics], limit);
  refuse(
    client,
    answer.topics.flatMap((each) => each.partitions).map(({ errorCode }) => errorCode),
  );
}

async function forget(client: KafkaClient, given: Wanted, partitions: readonly number[], limit: SessionLimit): Promise<void> {
  const topics = [{ name: given.topic, partitions: partitions.map((partitionIndex) => ({ partitionIndex })) }];
  const answer = await client.ask({ group: given.group }, (kafka) => kafka.offsetDeleteV0.api, [given.group, topics], limit);
  refuse(client, [answer.errorCode, ...answer.topics.flatMap((each) => each.partitions).map(({ errorCode }) => errorCode)]);
}

function refuse(client: KafkaClient, codes: readonly number[]): void {
  const code = codes.find((each) => each !== 0);
  if (code === undefined) return;
  const problem = code === 29 || code === 30 ? 'no-permission' : 'reply';
  throw new SessionFailure(`${client.server} refuses the offsets (error ${String(code)}); the group may have members by now`, {
    problem,
    stage: 'command',
    code: String(code),
  });
}

function recorded(before: Before): z.infer<typeof beforeForm> {
  const parsed = beforeForm.safeParse(before);
  if (parsed.success) return parsed.data;
  throw new SystemError('Cannot use the recorded offsets: they are incomplete', { retry: 'never' });
}

function isSame(one: Places, other: Places): boolean {
  return Object.entries(other).every(([partition, { offset }]) => one[partition]?.offset === offset);
}
