/** Where partitions begin and end, asked of their leaders. */

import type { SessionLimit } from '../../session/failure.ts';
import type { Cluster, KafkaClient } from '../client.ts';
import { orNull } from './kafka-probe.ts';

const offsetsPerRequest = 1_000;

/** Where a partition begins, where it ends, or its first record of that moment (epoch ms) or later: -1 where there is none. */
type At = 'earliest' | 'latest' | number;

/** Only the leader of a partition knows where it ends. */
export async function readOffsets(
  client: KafkaClient,
  cluster: Cluster,
  wanted: ReadonlyMap<string, ReadonlySet<number>>,
  at: At,
  limit: SessionLimit,
): Promise<ReadonlyMap<string, number>> {
  const byLeader = new Map<number, { topic: string; partition: number }[]>();
  for (const { name, partitions } of cluster.topics)
    for (const { partitionIndex, leaderId } of partitions)
      if (typeof name === 'string' && leaderId >= 0 && wanted.get(name)?.has(partitionIndex) === true)
        byLeader.set(leaderId, [...(byLeader.get(leaderId) ?? []), { topic: name, partition: partitionIndex }]);
  const timestamp = at === 'earliest' ? -2n : at === 'latest' ? -1n : BigInt(at);
  const found = new Map<string, number>();
  const ask = async (leader: number, given: readonly { topic: string; partition: number }[]): Promise<void> => {
    const topics = [...Map.groupBy(given, ({ topic }) => topic)].map(([name, rows]) => ({
      name,
      partitions: rows.map(({ partition }) => ({ partitionIndex: partition, currentLeaderEpoch: -1, timestamp })),
    }));
    const answer = await orNull(client.ask({ node: leader }, (kafka) => kafka.listOffsetsV7.api, [-1, 0, topics], limit));
    for (const { name, partitions } of answer?.topics ?? [])
      for (const { partitionIndex, errorCode, offset } of partitions)
        if (errorCode === 0) found.set(keyOf(name, partitionIndex), Number(offset));
  };
  await Promise.all([...byLeader].map(([leader, given]) => ask(leader, given.slice(0, offsetsPerRequest))));
  return found;
}

/** Partition to offset, of one topic. */
export async function readBounds(
  client: KafkaClient,
  cluster: Cluster,
  topic: string,
  at: At,
  limit: SessionLimit,
): Promise<Readonly<Record<string, number>>> {
  const partitions = cluster.topics.find(({ name }) => name === topic)?.partitions ?? [];
  const indexes = partitions.map(({ partitionIndex }) => partitionIndex);
  const found = await readOffsets(client, cluster, new Map([[topic, new Set(indexes)]]), at, limit);
  return Object.fromEntries(
    indexes.flatMap((index) => {
      const offset = found.get(keyOf(topic, index));
      return offset === undefined ? [] : [[String(index), offset]];
    }),
  );
}

export function keyOf(topic: string, partition: number): string {
  return `${topic}-${String(partition)}`;
}
