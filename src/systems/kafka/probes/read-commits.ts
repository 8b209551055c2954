/** What groups have committed lately, and when: two readings of their offsets can't tell a partition that is stuck from one between commits. */

import type { SessionLimit } from '../../session/failure.ts';
import type { Cluster, KafkaClient } from '../client.ts';
import { readConsumerOffsets } from './read-consumer-offsets.ts';
import { readerOf } from './record-reader.ts';

export interface Commit {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly atMs: number;
}

/** Null where the account may not read them; the groups that stand first are looked at first. */
export async function readCommits(
  client: KafkaClient,
  cluster: Cluster,
  groups: readonly string[],
  limit: SessionLimit,
): Promise<readonly Commit[] | null> {
  return await readConsumerOffsets(client, cluster, groups, commitOf, limit);
}

/** Versions 0 and 1 of a key are of a commit, version 2 is of a group. */
const commitKeyMax = 1;

/** Pure: `OffsetCommitKey` and `OffsetCommitValue` of the coordinator; null for whatever else lies there. */
export function commitOf(key: Buffer | null, value: Buffer | null, atMs: number): Commit | null {
  if (key === null || value === null || key.length < 4 || key.readInt16BE(0) > commitKeyMax) return null;
  try {
    const read = readerOf(key, 2);
    const [group, topic, partition] = [read.text() ?? '', read.text() ?? '', read.int32()];
    return { group, topic, partition, offset: Number(readerOf(value, 2).int64()), atMs };
  } catch {
    // Written by a version that is not known here.
    return null;
  }
}
