/**
 * What the coordinator has written down of a group: each time its members have joined anew, a record with the next generation goes into
 * `__consumer_offsets`. It tells what two readings of the group's state can't: how often it rebalances.
 */

import type { SessionLimit } from '../../session/failure.ts';
import type { Cluster, KafkaClient } from '../client.ts';
import { orNull } from './kafka-probe.ts';
import { keyOf, readOffsets } from './read-offsets.ts';

const topic = '__consumer_offsets';
const partitionsMax = 12;
/** How far back from the end of a partition; commits lie between. */
const recordsBack = 4_000;
const bytesMax = 1_048_576;
const waitMs = 500;

export interface Generation {
  readonly group: string;
  readonly generation: number;
  readonly atMs: number;
  readonly members: readonly JoinedMember[];
}

export interface JoinedMember {
  readonly client: string;
  readonly sessionTimeoutMs: number;
  /** What a plain consumer sends as its `max.poll.interval.ms`. */
  readonly rebalanceTimeoutMs: number;
}

/** Null where the account may not read that topic; the groups that stand first are looked at first. */
export async function readGenerations(
  client: KafkaClient,
  cluster: Cluster,
  groups: readonly string[],
  limit: SessionLimit,
): Promise<readonly Generation[] | null> {
  const { topics } = await client.cluster([topic], limit);
  const placed = topics.find(({ name }) => name === topic)?.partitions ?? [];
  if (placed.length === 0) return null;
  const wanted = new Set(groups.map((group) => partitionOf(group, placed.length)).slice(0, partitionsMax));
  const known: Cluster = { ...cluster, topics };
  const bounds = new Map([[topic, wanted]]);
  const [starts, ends] = await Promise.all((['earliest', 'latest'] as const).map((at) => readOffsets(client, known, bounds, at, limit)));
  const read = await Promise.all(
    [...wanted].map((partition) => {
      const leader = placed.find(({ partitionIndex }) => partitionIndex === partition)?.leaderId ?? -1;
      const [start, end] = [starts?.get(keyOf(topic, partition)), ends?.get(keyOf(topic, partition))];
      if (leader < 0 || start === undefined || end === undefined) return null;
      return readPartition(client, leader, partition, Math.max(start, end - recordsBack), limit);
    }),
  );
  if (read.every((each) => each === null)) return null;
  const asked = new Set(groups);
  return read.flatMap((each) => each ?? []).filter(({ group }) => asked.has(group));
}

async function readPartition(
  client: KafkaClient,
  leader: number,
  partition: number,
  from: number,
  limit: SessionLimit,
): Promise<readonly Generation[] | null> {
  const wanted = { partition, currentLeaderEpoch: -1, fetchOffset: BigInt(from), lastFetchedEpoch: -1, partitionMaxBytes: bytesMax };
  // In this version topics go by their name.
  const topics = [{ topicId: topic, partitions: [wanted] }];
  const answer = await orNull(
    client.ask({ node: leader }, (kafka) => kafka.fetchV12.api, [waitMs, 0, bytesMax, 0, 0, -1, topics, [], ''], limit),
  );
  const batches = answer?.responses[0]?.partitions[0]?.records;
  if (answer === null) return null;
  return (batches ?? []).flatMap(({ firstTimestamp, records }) =>
    records.flatMap(({ key, value, timestampDelta }) => generationOf(key, value, Number(firstTimestamp + timestampDelta)) ?? []),
  );
}

/** As the broker places a group: Java's hash of its name. */
export function partitionOf(group: string, partitions: number): number {
  let hash = 0;
  for (let index = 0; index < group.length; index += 1) hash = (Math.imul(hash, 31) + group.charCodeAt(index)) | 0;
  return (hash & 0x7fffffff) % partitions;
}

const groupKey = 2;

/** Pure: `GroupMetadataKey` and `GroupMetadataValue` of the coordinator; null for commits and whatever else lies there. */
export function generationOf(key: Buffer | null, value: Buffer | null, atMs: number): Generation | null {
  if (key === null || value === null || key.length < 4 || key.readInt16BE(0) !== groupKey) return null;
  try {
    const group = readerOf(key, 2).text() ?? '';
    const read = readerOf(value, 0);
    const version = read.int16();
    read.text();
    const generation = read.int32();
    read.text();
    read.text();
    if (version >= 2) read.skip(8);
    const members = Array.from({ length: Math.max(0, read.int32()) }, () => memberOf(read, version));
    return { group, generation, atMs, members };
  } catch {
    // Written by a version that is not known here.
    return null;
  }
}

function memberOf(read: Reader, version: number): JoinedMember {
  read.text();
  if (version >= 3) read.text();
  const client = read.text() ?? '';
  read.text();
  const rebalanceTimeoutMs = version >= 1 ? read.int32() : 0;
  const sessionTimeoutMs = read.int32();
  read.skip(Math.max(0, read.int32()));
  read.skip(Math.max(0, read.int32()));
  return { client, sessionTimeoutMs, rebalanceTimeoutMs };
}

type Reader = ReturnType<typeof readerOf>;

function readerOf(bytes: Buffer, from: number) {
  let at = from;
  const int16 = (): number => {
    at += 2;
    return bytes.readInt16BE(at - 2);
  };
  return {
    int16,
    int32: (): number => {
      at += 4;
      return bytes.readInt32BE(at - 4);
    },
    /** Null where its length is negative. */
    text: (): string | null => {
      const length = int16();
      if (length < 0) return null;
      if (at + length > bytes.length) throw new RangeError('The record ends within a text');
      at += length;
      return bytes.toString('utf8', at - length, at);
    },
    skip: (count: number): void => {
      at += count;
      if (at > bytes.length) throw new RangeError('The record ends too early');
    },
  };
}
