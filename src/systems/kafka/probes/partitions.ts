/** Partitions: without a leader, with too few replicas in sync, with one replica only, led by the wrong broker. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { sessionProbe } from '../../session/probe.ts';
import { numberOf, printRows, ratioOf } from '../../session/rows.ts';
import type { Cluster, KafkaClient } from '../client.ts';
import { fewOf, tolerant } from './kafka-probe.ts';

export interface Partition {
  readonly name: string;
  readonly topic: string;
  readonly isInternal: boolean;
  readonly leader: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
}

const checkedTopicsMax = 200;
const topicResource = 2 as const;

export const partitionsProbe = sessionProbe({
  name: 'partitions',
  summary: {
    'zh-CN': '分区：无主、同步副本不足、单副本、首选主副本失衡',
    en: 'partitions: without a leader, short of replicas in sync, with one replica, led by others than preferred',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'partition|replica|isr|leader|offline|under.?replicated|not enough|topic|分区|副本|主题|无主|同步|写入失败',
  query: 'Metadata; DescribeConfigs (min.insync.replicas)',
  async see(client: KafkaClient, _given, limit) {
    const partitions = partitionsOf(await client.cluster(null, limit));
    const short = [...new Set(partitions.filter(isShort).map(({ topic }) => topic))].slice(0, checkedTopicsMax);
    const minima = await readMinima(client, short, limit);
    const facts = partitionFacts(partitions, minima);
    return {
      headline: {
        'zh-CN': `${String(partitions.length)} 个分区，无主 ${String(facts['partitions.offline'])}，副本不足 ${String(facts['partitions.underReplicated'])}，低于 min.insync.replicas ${String(facts['partitions.underMinIsr'])}`,
        en: `${String(partitions.length)} partitions, ${String(facts['partitions.offline'])} without a leader, ${String(facts['partitions.underReplicated'])} under-replicated, ${String(facts['partitions.underMinIsr'])} below min.insync.replicas`,
      },
      facts,
      text: printRows(partitions.toSorted((one, other) => trouble(other) - trouble(one)).map(printed)),
    };
  },
});

export function partitionsOf(cluster: Cluster): readonly Partition[] {
  return cluster.topics.flatMap(({ name, isInternal, partitions }) =>
    partitions.map(({ partitionIndex, leaderId, replicaNodes, isrNodes }) => ({
      name: `${name ?? ''}-${String(partitionIndex)}`,
      topic: name ?? '',
      isInternal,
      leader: leaderId,
      replicas: replicaNodes,
      isr: isrNodes,
    })),
  );
}

/** `min.insync.replicas` of topics, the broker's default included. */
async function readMinima(client: KafkaClient, topics: readonly string[], limit: SessionLimit): Promise<ReadonlyMap<string, number>> {
  if (topics.length === 0) return new Map();
  const wanted = topics.map((resourceName) => ({ resourceType: topicResource, resourceName, configurationKeys: ['min.insync.replicas'] }));
  const answer = await tolerant(client.ask('any', (kafka) => kafka.describeConfigsV4.api, [wanted, false, false], limit));
  return new Map((answer?.results ?? []).map(({ resourceName, configs }) => [resourceName, numberOf(configs[0]?.value, 1)]));
}

/** Pure. */
export function partitionFacts(partitions: readonly Partition[], minima: ReadonlyMap<string, number>): Facts {
  const offline = partitions.filter(({ leader }) => leader < 0);
  const short = partitions.filter(isShort);
  const minimumOf = ({ topic }: Partition): number => minima.get(topic) ?? 1;
  // What has no leader is worse off than that, and told as such.
  const below = short.filter((each) => each.leader >= 0 && each.replicas.length >= minimumOf(each) && each.isr.length < minimumOf(each));
  const atEdge = short.filter((each) => minimumOf(each) > 1 && each.isr.length === minimumOf(each));
  const missing = short.flatMap(({ replicas, isr }) => replicas.filter((id) => !isr.includes(id)));
  const [absent, absentCount] = mostOf(missing);
  return {
    'partitions.count': partitions.length,
    'partitions.offline': offline.length,
    'partitions.offlineNames': fewOf(offline.map(({ name }) => name)),
    'partitions.offlineInternal': offline.filter(({ isInternal }) => isInternal).length,
    'partitions.underReplicated': short.length,
    'partitions.underReplicatedNames': fewOf(short.map(({ name }) => name)),
    'partitions.absentBroker': absent,
    'partitions.absentBrokerRatio': ratioOf(absentCount, short.length),
    'partitions.underMinIsr': below.length,
    'partitions.underMinIsrNames': fewOf(below.map(({ name }) => name)),
    'partitions.underMinIsrTopic': below[0]?.topic ?? '',
    'partitions.minIsr': below[0] === undefined ? 0 : minimumOf(below[0]),
    'partitions.isr': below[0]?.isr.length ?? 0,
    'partitions.atMinIsr': atEdge.length,
    ...singleReplicaFacts(partitions),
    ...leaderFacts(partitions),
  };
}

function singleReplicaFacts(partitions: readonly Partition[]): Facts {
  const hasSeveralBrokers = new Set(partitions.flatMap(({ replicas }) => replicas)).size > 1;
  const single = hasSeveralBrokers ? partitions.filter(({ replicas }) => replicas.length === 1) : [];
  const topics = [...new Set(single.map(({ topic }) => topic))];
  const internal = [...new Set(single.filter(({ isInternal }) => isInternal).map(({ topic }) => topic))];
  return {
    'partitions.singleReplicaTopics': topics.length,
    'partitions.singleReplicaNames': fewOf(topics),
    'partitions.singleReplicaInternal': fewOf(internal),
  };
}

/** The preferred leader is the first replica; after a restart, brokers get none back by themselves unless they are told to. */
function leaderFacts(partitions: readonly Partition[]): Facts {
  const led = partitions.filter(({ leader }) => leader >= 0);
  const misled = led.filter(({ leader, replicas, isr }) => leader !== replicas[0] && isr.includes(replicas[0] ?? -1));
  const [busiest, most] = mostOf(led.map(({ leader }) => leader));
  return {
    'leaders.notPreferred': misled.length,
    'leaders.notPreferredRatio': ratioOf(misled.length, led.length),
    'leaders.busiestBroker': busiest,
    'leaders.busiestShare': ratioOf(most, led.length),
    'leaders.brokers': new Set(led.flatMap(({ isr }) => isr)).size,
  };
}

function isShort({ replicas, isr }: Partition): boolean {
  return isr.length < replicas.length;
}

/** The most frequent one and how often; -1 where there is none. */
function mostOf(ids: readonly number[]): readonly [id: number, count: number] {
  const counts = new Map<number, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].toSorted(([, one], [, other]) => other - one)[0] ?? [-1, 0];
}

function trouble({ leader, replicas, isr }: Partition): number {
  return (leader < 0 ? 100 : 0) + replicas.length - isr.length;
}

function printed({ name, leader, replicas, isr }: Partition): Readonly<Record<string, unknown>> {
  return { partition: name, leader: leader < 0 ? 'none' : leader, replicas: replicas.join(','), isr: isr.join(',') };
}
