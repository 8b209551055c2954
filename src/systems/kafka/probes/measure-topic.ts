/** What is in one topic: how large its records are, and how far back they reach. */

import type { SessionLimit } from '../../session/failure.ts';
import type { Cluster, KafkaClient } from '../client.ts';
import { orNull } from './kafka-probe.ts';
import { readBounds } from './read-offsets.ts';

const nodesMax = 30;

/**
 * The mean of what one record takes, as stored: compressed, with its share of the batch's head. Never above the size of the largest batch,
 * which is what a limit is compared with. Null for an empty topic, or where its size may not be seen.
 */
export async function readRecordBytes(client: KafkaClient, cluster: Cluster, topic: string, limit: SessionLimit): Promise<number | null> {
  const partitions = cluster.topics.find(({ name }) => name === topic)?.partitions ?? [];
  const leaders = [...new Set(partitions.map(({ leaderId }) => leaderId))].filter((id) => id >= 0).slice(0, nodesMax);
  const [first, last, ...sizes] = await Promise.all([
    readBounds(client, cluster, topic, 'earliest', limit),
    readBounds(client, cluster, topic, 'latest', limit),
    ...leaders.map(async (id) => {
      const led = partitions.filter(({ leaderId }) => leaderId === id).map(({ partitionIndex }) => partitionIndex);
      const asked = [{ name: topic, partitions: led }];
      const answer = await orNull(client.ask({ node: id }, (kafka) => kafka.describeLogDirsV1.api, [asked], limit));
      const found = (answer?.results ?? []).flatMap(({ topics }) => topics.flatMap((each) => each.partitions));
      return found
        .filter(({ isFutureKey }) => !isFutureKey)
        .map(({ partitionIndex, partitionSize }) => ({ partitionIndex, partitionSize }));
    }),
  ]);
  return recordBytes(
    first,
    last,
    new Map(sizes.flat().map(({ partitionIndex, partitionSize }) => [partitionIndex, Number(partitionSize)])),
  );
}

type Bounds = Readonly<Record<string, number>>;

/** Pure. Only of partitions of which everything is known. */
export function recordBytes(first: Bounds, last: Bounds, bytes: ReadonlyMap<number, number>): number | null {
  let [records, sum] = [0, 0];
  for (const [partition, size] of bytes) {
    const [begin, end] = [first[String(partition)], last[String(partition)]];
    if (begin === undefined || end === undefined) continue;
    records += end - begin;
    sum += size;
  }
  return records <= 0 ? null : Math.round(sum / records);
}

/**
 * Whether everything that it had before this moment is gone: something was removed, and what it keeps is younger. Null where nothing was
 * removed yet or it is empty.
 */
export async function keepsLessThan(
  client: KafkaClient,
  cluster: Cluster,
  topic: string,
  sinceMs: number,
  limit: SessionLimit,
): Promise<boolean | null> {
  const [first, last, since] = await Promise.all([
    readBounds(client, cluster, topic, 'earliest', limit),
    readBounds(client, cluster, topic, 'latest', limit),
    readBounds(client, cluster, topic, sinceMs, limit),
  ]);
  return isYounger(first, last, since);
}

/** Pure. `since` is the first record of that moment or later, below zero where there is none. Any partition is enough. */
export function isYounger(first: Bounds, last: Bounds, since: Bounds): boolean | null {
  const cut = Object.keys(first).filter((partition) => (first[partition] ?? 0) > 0 && (last[partition] ?? 0) > (first[partition] ?? 0));
  if (cut.length === 0) return null;
  return cut.some((partition) => since[partition] !== undefined && since[partition] === first[partition]);
}
