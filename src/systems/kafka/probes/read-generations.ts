/**
 * What the coordinator has written down of a group: each time its members have joined anew, a record with the next generation goes into
 * `__consumer_offsets`. It tells what two readings of the group's state can't: how often it rebalances.
 */

import type { SessionLimit } from '../../session/failure.ts';
import type { Cluster, KafkaClient } from '../client.ts';
import { readConsumerOffsets } from './read-consumer-offsets.ts';
import { type RecordReader, readerOf } from './record-reader.ts';

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
  return await readConsumerOffsets(client, cluster, groups, generationOf, limit);
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

function memberOf(read: RecordReader, version: number): JoinedMember {
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
