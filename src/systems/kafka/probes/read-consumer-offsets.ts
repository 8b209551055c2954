/** The newest records of `__consumer_offsets`, where coordinators write down what groups commit and how they are formed. */

import type { SessionLimit } from '../../session/failure.ts';
import type { Cluster, KafkaClient } from '../client.ts';
import { orNull } from './kafka-probe.ts';
import { keyOf, readOffsets } from './read-offsets.ts';

const topic = '__consumer_offsets';
const partitionsMax = 12;
/** How far back from the end of a partition. */
const recordsBack = 4_000;
const bytesMax = 1_048_576;
const waitMs = 500;

/** What is made of one record; null for those that are of no interest. */
type Parse<T> = (key: Buffer | null, value: Buffer | null, atMs: number) => T | null;

/** Of these groups alone. Null where the account may not read that topic; the groups that stand first are looked at first. */
export async function readConsumerOffsets<T extends { readonly group: string }>(
  client: KafkaClient,
  cluster: Cluster,
  groups: readonly string[],
  parse: Parse<T>,
  limit: SessionLimit,
): Promise<readonly T[] | null> {
  const { topics } = await client.cluster([topic], limit);
  const placed = topics.find(({ name }) => name === topic)?.partitions ?? [];
  if (placed.length === 0) return null;
  const wanted = new Set([...new Set(groups.map((group) => partitionOf(group, placed.length)))].slice(0, partitionsMax));
  const known: Cluster = { ...cluster, topics };
  const bounds = new Map([[topic, wanted]]);
  const [starts, ends] = await Promise.all((['earliest', 'latest'] as const).map((at) => readOffsets(client, known, bounds, at, limit)));
  const read = await Promise.all(
    [...wanted].map((partition) => {
      const leader = placed.find(({ partitionIndex }) => partitionIndex === partition)?.leaderId ?? -1;
      const [start, end] = [starts?.get(keyOf(topic, partition)), ends?.get(keyOf(topic, partition))];
      if (leader < 0 || start === undefined || end === undefined) return null;
      return readPartition(client, leader, partition, Math.max(start, end - recordsBack), parse, limit);
    }),
  );
  const asked = new Set(groups);
  return read.every((each) => each === null) ? null : read.flatMap((each) => each ?? []).filter(({ group }) => asked.has(group));
}

async function readPartition<T>(
  client: KafkaClient,
  leader: number,
  partition: number,
  from: number,
  parse: Parse<T>,
  limit: SessionLimit,
): Promise<readonly T[] | null> {
  const wanted = { partition, currentLeaderEpoch: -1, fetchOffset: BigInt(from), lastFetchedEpoch: -1, partitionMaxBytes: bytesMax };
  // In this version topics go by their name.
  const topics = [{ topicId: topic, partitions: [wanted] }];
  const answer = await orNull(
    client.ask({ node: leader }, (kafka) => kafka.fetchV12.api, [waitMs, 0, bytesMax, 0, 0, -1, topics, [], ''], limit),
  );
  const found = answer?.responses[0]?.partitions[0];
  if (found === undefined || found.errorCode !== 0) return null;
  return (found.records ?? []).flatMap(({ firstTimestamp, records }) =>
    records.flatMap(({ key, value, timestampDelta }) => parse(key, value, Number(firstTimestamp + timestampDelta)) ?? []),
  );
}

/** As the broker places a group: Java's hash of its name. */
export function partitionOf(group: string, partitions: number): number {
  let hash = 0;
  for (let index = 0; index < group.length; index += 1) hash = (Math.imul(hash, 31) + group.charCodeAt(index)) | 0;
  return (hash & 0x7fffffff) % partitions;
}
