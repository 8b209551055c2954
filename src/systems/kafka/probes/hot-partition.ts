/**
 * A partition that gets most of a topic's records, as one key (a tenant, a device) has them all, and that its group can't keep up with.
 * Where lag lies does not tell it from a partition that is stuck: where records arrive does.
 */

import type { Facts } from '../../../domain/evidence.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { ratioOf, rounded } from '../../session/rows.ts';
import type { Cluster, KafkaClient } from '../client.ts';
import { backlogMin, type Moved, type MovedPart } from './group-movement.ts';
import { largest } from './kafka-probe.ts';
import { keyOf, readBounds } from './read-offsets.ts';

export interface Crowded {
  readonly moved: Moved;
  readonly part: MovedPart;
  /** Of the group's lag in that topic. */
  readonly lagShare: number;
}

const lagShareMin = 0.7;
const lagMin = 2 * backlogMin;
/** Longer than that its offset stands still for another reason than that there is much to do. */
const stillSecondsMax = 120;

/** Pure: the partition in which nearly all of a group's lag lies, of the group with most. */
export function crowdedPartition(all: readonly Moved[]): Crowded | undefined {
  const found = all
    .filter(({ group }) => group.state === 'Stable')
    .flatMap((moved) =>
      moved.parts.map((part) => {
        const inTopic = moved.parts.filter(({ topic }) => topic === part.topic).reduce((sum, { lag }) => sum + lag, 0);
        return { moved, part, lagShare: ratioOf(part.lag, inTopic) };
      }),
    )
    .filter(
      ({ part, lagShare }) => part.lag >= lagMin && lagShare >= lagShareMin && !(part.isStill && part.stillSeconds > stillSecondsMax),
    );
  return largest(found, ({ part }) => part.lag);
}

type Bounds = Readonly<Record<string, number>>;

export interface Arrivals {
  /** Where the topic's partitions begin and end, and their first record of the last ten minutes: below zero where there is none. */
  readonly first: Bounds;
  readonly last: Bounds;
  readonly recent: Bounds;
  /** Where that partition ended when the first and the last of the group's known commits were made; undefined where none is known. */
  readonly atFirstCommit: number | undefined;
  readonly atLastCommit: number | undefined;
  /** Its first record that had not waited for `oldMs`, and for `waitingMs`, at each of the two readings. */
  readonly young: Waiting;
  readonly fresh: Waiting;
}

interface Waiting {
  readonly before: number | undefined;
  readonly after: number | undefined;
}

const recentMs = 600_000;
/** A record that waits this long does so with a consumer of the default settings too. */
const oldMs = 8_000;
const waitingMs = 4_000;

export async function readArrivals(
  client: KafkaClient,
  cluster: Cluster,
  { moved, part }: Crowded,
  { sinceMs, nowMs }: { readonly sinceMs: number; readonly nowMs: number },
  limit: SessionLimit,
): Promise<Arrivals> {
  const { topic, partition } = part;
  const bounds = (moment: Parameters<typeof readBounds>[3]): Promise<Bounds> => readBounds(client, cluster, topic, moment, limit);
  const boundAt = async (ms: number | undefined): Promise<number | undefined> =>
    ms === undefined ? undefined : (await bounds(Math.round(ms)))[String(partition)];
  const pace = moved.paces.get(keyOf(topic, partition));
  const waiting = async (ms: number): Promise<Waiting> => {
    const [before, after] = await Promise.all([boundAt(sinceMs - ms), boundAt(nowMs - ms)]);
    return { before, after };
  };
  const [first, last, recent, atFirstCommit, atLastCommit, young, fresh] = await Promise.all([
    bounds('earliest'),
    bounds('latest'),
    bounds(nowMs - recentMs),
    boundAt(pace?.firstMs),
    boundAt(pace?.lastMs),
    waiting(oldMs),
    waiting(waitingMs),
  ]);
  return { first, last, recent, atFirstCommit, atLastCommit, young, fresh };
}

/** Pure. */
export function hotFacts(crowded: Crowded | undefined, arrivals: Arrivals | undefined): Facts {
  const found = crowded === undefined || arrivals === undefined ? null : { ...crowded, ...skewOf(crowded.part.partition, arrivals) };
  const isOld = found !== null && arrivals !== undefined && isOlder(found.part, arrivals.young);
  const hot = found?.isSkewed === true && arrivals !== undefined && isBehind(found, arrivals, isOld) ? found : null;
  return {
    'groups.hot.name': hot?.moved.group.id ?? '',
    'groups.hot.topic': hot?.part.topic ?? '',
    'groups.hot.partition': hot?.part.partition ?? -1,
    'groups.hot.partitions': hot?.partitions ?? 0,
    'groups.hot.members': hot?.moved.group.members.length ?? 0,
    'groups.hot.lag': hot?.part.lag ?? 0,
    'groups.hot.lagShare': hot?.lagShare ?? 0,
    'groups.hot.records': hot?.records ?? 0,
    'groups.hot.recordsShare': hot?.share ?? 0,
    'groups.hot.othersShare': hot === null ? 0 : rounded((1 - hot.share) / (hot.partitions - 1)),
    'groups.hot.isOld': hot !== null && isOld,
  };
}

const recordsMin = 100;
const shareMin = 0.5;
/** As much as the others get on average, times this. */
const timesOthersMin = 4;

interface Skew {
  readonly partitions: number;
  readonly records: number;
  readonly share: number;
  readonly isSkewed: boolean;
}

/** Of the last ten minutes; of all that is there where hardly anything has come since. */
function skewOf(partition: number, { first, last, recent }: Arrivals): Skew {
  const keys = Object.keys(last).filter((key) => first[key] !== undefined);
  const since = (begin: Bounds): ReadonlyMap<string, number> =>
    new Map(
      keys.map((key) => {
        const [from, end] = [begin[key], last[key] ?? 0];
        return [key, from === undefined || from < 0 ? 0 : Math.max(0, end - from)];
      }),
    );
  const sumOf = (counted: ReadonlyMap<string, number>): number => [...counted.values()].reduce((sum, each) => sum + each, 0);
  const lately = since(recent);
  const counted = sumOf(lately) >= recordsMin ? lately : since(first);
  const [records, all] = [counted.get(String(partition)) ?? 0, sumOf(counted)];
  const others = (all - records) / Math.max(1, keys.length - 1);
  return {
    partitions: keys.length,
    records,
    share: ratioOf(records, all),
    isSkewed: keys.length >= 2 && all >= recordsMin && records >= shareMin * all && records >= timesOthersMin * others,
  };
}

/** Below zero: nothing is that young. */
function isOlder({ committed, start, was }: MovedPart, young: Waiting): boolean {
  const isPast = (from: number | null | undefined, limit: number | undefined, begin: number): boolean =>
    limit !== undefined && (limit < 0 || limit > Math.max(begin, from ?? begin));
  return isPast(committed, young.after, start) || (was !== undefined && isPast(was.committed, young.before, was.start));
}

/** And not about to catch up: after a burst a group is behind for a while, and well. */
function isBehind({ moved, part }: Crowded, arrivals: Arrivals, isOld: boolean): boolean {
  const pace = moved.paces.get(keyOf(part.topic, part.partition));
  if (part.produced === 0 && (part.consumed > 0 || !isOld)) return false;
  if (pace === undefined) return isOld && part.consumed <= part.produced;
  const lagAt = (bound: number | undefined, offset: number): number =>
    Math.max(0, (bound === undefined || bound < 0 ? part.end : bound) - offset);
  const lagThen = lagAt(arrivals.atFirstCommit, pace.firstOffset);
  // Who commits by a timer has worked on more than was committed: what was left at a commit counts.
  const lagNow = pace.isTimed ? lagAt(arrivals.atLastCommit, pace.lastOffset) : part.lag;
  return lagNow >= lagMin && lagNow >= lagThen && (isOld || isOlder(part, arrivals.fresh));
}
