/** Groups with what they committed, next to where their partitions begin and end; read twice, to tell who moves. */

import type { describeGroupsV5 } from '@platformatic/kafka';
import type { SessionLimit } from '../../session/failure.ts';
import type { Cluster, KafkaClient, Library } from '../client.ts';
import { orNull, tolerant } from './kafka-probe.ts';
import { keyOf, readOffsets } from './read-offsets.ts';

export interface Member {
  readonly id: string;
  readonly client: string;
  readonly host: string;
  /** How many partitions it was given. */
  readonly partitions: number;
  readonly assigned: Assigned;
}

export interface Lag {
  readonly topic: string;
  readonly partition: number;
  /** Null where the group never committed: it has everything before it, or nothing, as its reset policy says. */
  readonly committed: number | null;
  readonly start: number;
  readonly end: number;
}

export interface Group {
  readonly id: string;
  readonly state: string;
  readonly members: readonly Member[];
  readonly lags: readonly Lag[];
}

/** Which groups there are; each broker knows those that it coordinates. */
export async function listGroups(
  client: KafkaClient,
  cluster: Cluster,
  limit: SessionLimit,
): Promise<readonly { id: string; state: string }[]> {
  const asked = cluster.nodes.map(({ id }) => orNull(client.ask({ node: id }, (kafka) => kafka.listGroupsV4.api, [[], []], limit)));
  const found = (await Promise.all(asked)).flatMap((answer) => answer?.groups ?? []);
  return found
    .filter(({ protocolType }) => protocolType === 'consumer' || protocolType === '')
    .map(({ groupId, groupState }) => ({ id: groupId, state: groupState }));
}

export async function readGroups(
  client: KafkaClient,
  cluster: Cluster,
  ids: readonly string[],
  limit: SessionLimit,
): Promise<readonly Group[]> {
  const read = await Promise.all(ids.map((id) => orNull(readGroup(client, id, limit))));
  const groups = read.filter((each) => each !== null);
  const wanted = new Map<string, Set<number>>();
  for (const { offsets } of groups)
    for (const { topic, partition } of offsets) wanted.set(topic, (wanted.get(topic) ?? new Set()).add(partition));
  const [starts, ends] = await Promise.all((['earliest', 'latest'] as const).map((at) => readOffsets(client, cluster, wanted, at, limit)));
  return groups.map(({ id, state, members, offsets }) => ({
    id,
    state,
    members,
    lags: offsets.flatMap(({ topic, partition, committed }) => {
      const key = keyOf(topic, partition);
      const [start, end] = [starts?.get(key), ends?.get(key)];
      return start === undefined || end === undefined ? [] : [{ topic, partition, committed, start, end }];
    }),
  }));
}

interface Committed {
  readonly topic: string;
  readonly partition: number;
  readonly committed: number | null;
}

async function readGroup(
  client: KafkaClient,
  id: string,
  limit: SessionLimit,
): Promise<Omit<Group, 'lags'> & { readonly offsets: readonly Committed[] }> {
  const target = { group: id };
  const [described, fetched] = await Promise.all([
    client.ask(target, (kafka) => kafka.describeGroupsV5.api, [[id], false], limit),
    tolerant(client.ask(target, (kafka) => kafka.offsetFetchV8.api, [[{ groupId: id, memberEpoch: -1, topics: null }], false], limit)),
  ]);
  const [group] = described.groups;
  const { decodeConsumerProtocolAssignment: decode } = await import('@platformatic/kafka');
  const members = (group?.members ?? []).map((each) => memberOf(each, assignmentOf(each, decode)));
  const offsets = new Map<string, Committed>();
  for (const { topic, partitions } of members.flatMap(({ assigned }) => assigned))
    for (const partition of partitions) offsets.set(keyOf(topic, partition), { topic, partition, committed: null });
  for (const { name, partitions } of fetched?.groups[0]?.topics ?? [])
    for (const { partitionIndex, committedOffset } of partitions)
      offsets.set(keyOf(name, partitionIndex), {
        topic: name,
        partition: partitionIndex,
        committed: committedOffset < 0n ? null : Number(committedOffset),
      });
  return { id, state: group?.groupState ?? '', members, offsets: [...offsets.values()] };
}

type DescribedMember = describeGroupsV5.DescribeGroupsResponse['groups'][number]['members'][number];

type Assigned = readonly { readonly topic: string; readonly partitions: readonly number[] }[];

function memberOf({ memberId, clientId, clientHost }: DescribedMember, assigned: Assigned): Member {
  const partitions = assigned.reduce((sum, each) => sum + each.partitions.length, 0);
  return { id: memberId, client: clientId, host: clientHost.replace(/^\//, ''), partitions, assigned };
}

/** Frameworks other than plain consumers put something else there. */
function assignmentOf({ memberAssignment }: DescribedMember, decode: Library['decodeConsumerProtocolAssignment']): Assigned {
  if (memberAssignment.length === 0) return [];
  try {
    return decode(memberAssignment).assignedPartitions;
  } catch {
    return [];
  }
}

/** Without a commit, all that is there counts. */
export function lagOf({ committed, start, end }: Lag): number {
  return Math.max(0, end - Math.max(start, committed ?? start));
}
