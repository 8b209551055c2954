/** Gives leadership back to the preferred replicas, as auto.leader.rebalance.enable would. */

import type { API, Reader } from '@platformatic/kafka';
import { z } from 'zod';
import { sessionAction } from '../../session/actions/session-action.ts';
import type { SessionLimit } from '../../session/failure.ts';
import type { KafkaClient, Library } from '../client.ts';
import { type Partition, partitionsOf } from '../probes/partitions.ts';

const preferred = 0;
const electionNotNeeded = 84;

interface Elected {
  readonly topic: string;
  readonly partitions: readonly { readonly partition: number; readonly errorCode: number; readonly message: string | null }[];
}

interface Election {
  readonly errorCode: number;
  readonly results: readonly Elected[];
}

type Chosen = readonly { readonly topic: string; readonly partitions: readonly number[] }[];

/** ElectLeaders, version 2, which the library does not have: https://kafka.apache.org/protocol#The_Messages_ElectLeaders */
function electLeaders({ createAPI, ResponseError, Writer }: Library): API<[kind: number, chosen: Chosen, timeoutMs: number], Election> {
  return createAPI(
    43,
    2,
    (kind: number, chosen: Chosen, timeoutMs: number) =>
      Writer.create()
        .appendInt8(kind)
        .appendArray([...chosen], (writer, { topic, partitions }) => {
          writer.appendString(topic).appendArray([...partitions], (inner, partition) => inner.appendInt32(partition), true, false);
        })
        .appendInt32(timeoutMs)
        .appendTaggedFields(),
    (_correlationId, apiKey, apiVersion, reader) => {
      const election = readElection(reader);
      if (election.errorCode !== 0) throw new ResponseError(apiKey, apiVersion, { '/': [election.errorCode, null] }, election);
      return election;
    },
  );
}

function readElection(reader: Reader): Election {
  reader.readInt32();
  const errorCode = reader.readInt16();
  const results = reader.readArray((outer) => ({
    topic: outer.readString(),
    partitions: outer.readArray((inner) => ({
      partition: inner.readInt32(),
      errorCode: inner.readInt16(),
      message: inner.readNullableString(),
    })),
  }));
  reader.readTaggedFields();
  return { errorCode, results };
}

export const electPreferredLeaders = sessionAction({
  name: 'elect-preferred-leaders',
  risk: 'medium',
  arguments: z.strictObject({ topic: z.string().max(249).default('') }),
  verifyWithinMs: 30_000,
  timeoutMs: 20_000,
  summary: ({ topic }) =>
    topic === ''
      ? { 'zh-CN': '对所有分区选举首选主副本', en: 'elect the preferred leaders of all partitions' }
      : { 'zh-CN': `对主题 ${topic} 选举首选主副本`, en: `elect the preferred leaders of topic ${topic}` },
  effect: () => ({
    'zh-CN': '这些分区的主副本换回首选 broker，客户端会有短暂重试；只选仍在同步的副本，不丢数据',
    en: 'leadership of those partitions moves to their preferred brokers and clients retry briefly; only replicas in sync are elected, so nothing is lost',
  }),
  verification: () => ({ 'zh-CN': '同步中的首选副本都是主副本', en: 'every preferred replica that is in sync leads' }),
  async precheck(client: KafkaClient, given, limit) {
    const wanted = await misled(client, given.topic, limit);
    if (wanted.length === 0)
      return { state: 'already', note: { 'zh-CN': '都由首选副本领导', en: 'all are led by their preferred replica' } };
    const count = String(wanted.length);
    const before = { leaders: Object.fromEntries(wanted.map(({ name, leader }) => [name, leader])) };
    return { state: 'ready', before, note: { 'zh-CN': `${count} 个分区会换主`, en: `${count} partitions change their leader` } };
  },
  isApplied: async (client, given, _before, limit) => (await misled(client, given.topic, limit)).length === 0,
  async apply(client, given, _before, limit) {
    const wanted = await misled(client, given.topic, limit);
    const byTopic = Map.groupBy(wanted, ({ topic }) => topic);
    const chosen = [...byTopic].map(([topic, partitions]) => ({ topic, partitions: partitions.map(indexOf) }));
    if (chosen.length === 0) return { 'zh-CN': '没有需要换主的分区', en: 'no partition has to change its leader' };
    const { results } = await client.ask('controller', electLeaders, [preferred, chosen, Math.max(1_000, limit.timeoutMs - 2_000)], limit);
    const refused = results
      .flatMap(({ partitions }) => partitions)
      .filter(({ errorCode }) => errorCode !== 0 && errorCode !== electionNotNeeded);
    const done = String(wanted.length - refused.length);
    return refused.length === 0
      ? { 'zh-CN': `已为 ${done} 个分区换主`, en: `${done} partitions have changed their leader` }
      : {
          'zh-CN': `${done} 个已换主，${String(refused.length)} 个未能换主`,
          en: `${done} have changed, ${String(refused.length)} could not`,
        };
  },
  async verify(client, given, _before, limit) {
    const left = (await misled(client, given.topic, limit)).length;
    return { isMet: left === 0, note: { 'zh-CN': `剩余 ${String(left)} 个`, en: `${String(left)} are left` } };
  },
  undo: {
    impossible: {
      'zh-CN': '没有反向操作：非首选的主副本不能指定；换主不影响数据，无需撤销',
      en: 'there is no inverse: a leader that is not preferred cannot be asked for. Data are not affected, and nothing has to be undone',
    },
  },
});

/** Led by another replica although the preferred one is in sync. */
async function misled(client: KafkaClient, topic: string, limit: SessionLimit): Promise<readonly Partition[]> {
  const partitions = partitionsOf(await client.cluster(topic === '' ? null : [topic], limit));
  return partitions.filter(({ leader, replicas, isr }) => leader >= 0 && leader !== replicas[0] && isr.includes(replicas[0] ?? -1));
}

function indexOf({ name, topic }: Partition): number {
  return Number(name.slice(topic.length + 1));
}
