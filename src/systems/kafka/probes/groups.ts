/** Consumer groups: how far behind, whether they catch up, where they stand still, and whether they ever settle. */

import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { sessionProbe } from '../../session/probe.ts';
import { printRows, ratioOf, rounded } from '../../session/rows.ts';
import type { Cluster, KafkaClient } from '../client.ts';
import { backlogMin, hasStill, isSlow, isStandingStill, isUnsettled, type Moved, movementsOf, type Reading } from './group-movement.ts';
import { crowdedPartition, hotFacts, readArrivals } from './hot-partition.ts';
import { fewOf, largest, orNull } from './kafka-probe.ts';
import { mixedFacts } from './mixed-groups.ts';
import { readCommits } from './read-commits.ts';
import { type Group, type Lag, lagOf, listGroups, readGroups } from './read-groups.ts';
import { keyOf } from './read-offsets.ts';

const groupsMax = 60;

export const groupsProbe = sessionProbe({
  name: 'groups',
  summary: {
    'zh-CN': '消费组：状态、成员、每个分区的积压与变化、再均衡',
    en: 'consumer groups: state, members, lag of each partition and which way it goes, rebalances',
  },
  parameters: z.strictObject({
    group: z.string().max(255).default(''),
    windowMs: z.number().int().min(300).max(5_000).default(1_500),
    /** How much longer a group is watched that has not committed within the window. */
    patienceMs: z.number().int().min(0).max(6_000).default(4_500),
  }),
  cost: 'cheap',
  hints: 'consumer|group|lag|offset|rebalanc|behind|stuck|backlog|消费|消费组|积压|堆积|延迟|落后|再均衡|重平衡|位点',
  query: 'ListGroups, DescribeGroups, OffsetFetch, ListOffsets (twice); Fetch (__consumer_offsets)',
  async see(client: KafkaClient, given, limit, context) {
    const cluster = await client.cluster(null, limit);
    const all = await listGroups(client, cluster, limit);
    const chosen = all
      .filter(({ id }) => given.group === '' || id === given.group)
      .slice(0, groupsMax)
      .map(({ id }) => id);
    const before = { groups: await readGroups(client, cluster, chosen, limit), atMs: context.clock.now() };
    const wait = (ms: number): Promise<unknown> => sleep(ms, undefined, { signal: limit.signal }).catch(() => undefined);
    const read = async (): Promise<Reading> => ({ groups: await readGroups(client, cluster, chosen, limit), atMs: context.clock.now() });
    const [commits] = await Promise.all([commitsOf(client, cluster, before.groups, limit), wait(given.windowMs)]);
    let after = await read();
    // Clients commit every five seconds by default: one that works is not to be taken for one that stands still.
    if (given.patienceMs > 0 && hasStill(movementsOf(before, after, commits))) {
      await wait(given.patienceMs);
      if (!limit.signal.aborted) after = await read();
    }
    const moved = movementsOf(before, after, commits);
    const crowded = crowdedPartition(moved);
    const times = { sinceMs: before.atMs, nowMs: after.atMs };
    const arrivals = crowded === undefined ? undefined : await readArrivals(client, cluster, crowded, times, limit);
    const hot = hotFacts(crowded, arrivals);
    const facts = { ...groupFacts(moved, all.length, (after.atMs - before.atMs) / 1_000, hot), ...mixedFacts(after.groups), ...hot };
    const worst = String(facts['groups.worst.name']);
    return {
      headline: {
        'zh-CN':
          worst === ''
            ? `${String(all.length)} 个消费组，没有积压`
            : `${String(all.length)} 个消费组；积压最多的是 ${worst}：${String(facts['groups.worst.lag'])}（${String(facts['groups.worst.state'])}，成员 ${String(facts['groups.worst.members'])}）`,
        en:
          worst === ''
            ? `${String(all.length)} consumer groups, none behind`
            : `${String(all.length)} consumer groups; ${worst} is most behind: ${String(facts['groups.worst.lag'])} (${String(facts['groups.worst.state'])}, ${String(facts['groups.worst.members'])} members)`,
      },
      facts,
      text: printRows(
        after.groups.flatMap((group) => group.lags.map((lag) => printed(group, lag))).toSorted((one, other) => other.lag - one.lag),
      ),
    };
  },
});

/** Of groups that are behind; null where they can't be read. */
async function commitsOf(client: KafkaClient, cluster: Cluster, groups: readonly Group[], limit: SessionLimit) {
  const behind = groups
    .map(({ id, lags }) => ({ id, lag: lags.reduce((sum, lag) => sum + lagOf(lag), 0) }))
    .filter(({ lag }) => lag >= backlogMin)
    .toSorted((one, other) => other.lag - one.lag);
  if (behind.length === 0) return null;
  return orNull(
    readCommits(
      client,
      cluster,
      behind.map(({ id }) => id),
      limit,
    ),
  );
}

/** Pure: facts about the group that is worst off in each respect; `hot` is what is known of a partition that gets most records. */
export function groupFacts(moved: readonly Moved[], total: number, watchedSeconds: number, hot: Facts): Facts {
  const behind = moved.filter(({ lag }) => lag > 0);
  return {
    'groups.count': total,
    'groups.isTruncated': total > moved.length && moved.length >= groupsMax,
    'groups.watchedSeconds': rounded(watchedSeconds),
    'groups.names': namesOf(moved),
    'groups.lag': moved.reduce((sum, { lag }) => sum + lag, 0),
    ...flowFacts(
      'groups.worst',
      largest(moved, ({ lag }) => lag),
    ),
    ...flowFacts(
      'groups.dead',
      largest(
        behind.filter(({ group, wasEmpty }) => group.state === 'Empty' && wasEmpty),
        ({ lag }) => lag,
      ),
    ),
    ...flowFacts(
      'groups.slow',
      largest(behind.filter(isSlow), ({ lag }) => lag),
    ),
    ...flowFacts(
      'groups.still',
      largest(behind.filter(isStandingStill), ({ lag }) => lag),
    ),
    ...unsettledFacts(largest(moved.filter(isUnsettled), ({ group, memberChanges }) => 1 + group.members.length + memberChanges)),
    ...stuckFacts(moved, hot),
    ...idleFacts(moved),
    ...rangeFacts(moved),
    ...edgeFacts(behind),
  };
}

/** One that is called as a topic may be spoken of as that. */
function namesOf(moved: readonly Moved[]): string {
  const topics = new Set(moved.flatMap(({ parts }) => parts.map(({ topic }) => topic)));
  return moved
    .map(({ group }) => group.id)
    .filter((id) => !topics.has(id))
    .join(',')
    .slice(0, 480);
}

function flowFacts(name: string, moved: Moved | undefined): Facts {
  const hottest = largest(moved?.parts ?? [], ({ lag }) => lag);
  const gain = moved === undefined ? 0 : moved.consumedPerSecond - moved.producedPerSecond;
  return {
    [`${name}.name`]: moved?.group.id ?? '',
    [`${name}.state`]: moved?.group.state ?? '',
    [`${name}.members`]: moved?.group.members.length ?? 0,
    [`${name}.partitions`]: moved?.parts.length ?? 0,
    [`${name}.clients`]: fewOf([...new Set(moved?.group.members.map(({ client, host }) => `${client}@${host}`) ?? [])], 3),
    [`${name}.lag`]: moved?.lag ?? 0,
    [`${name}.consumedPerSecond`]: moved?.consumedPerSecond ?? 0,
    [`${name}.producedPerSecond`]: moved?.producedPerSecond ?? 0,
    [`${name}.topic`]: hottest?.topic ?? '',
    [`${name}.partition`]: hottest?.partition ?? -1,
    [`${name}.partitionShare`]: ratioOf(hottest?.lag ?? 0, moved?.lag ?? 0),
    [`${name}.neverCommitted`]: moved?.parts.filter(({ committed }) => committed === null).length ?? 0,
    // At the present pace; null where it falls further behind.
    [`${name}.catchUpSeconds`]: moved !== undefined && gain > 0 ? Math.round(moved.lag / gain) : null,
  };
}

function unsettledFacts(moved: Moved | undefined): Facts {
  return {
    'groups.unsettled.name': moved?.group.id ?? '',
    'groups.unsettled.state': moved?.group.state ?? '',
    'groups.unsettled.members': moved?.group.members.length ?? 0,
    'groups.unsettled.memberChanges': moved?.memberChanges ?? 0,
    'groups.unsettled.lag': moved?.lag ?? 0,
  };
}

/** One partition stands still while others of the same group move. One that gets most of the records is not stuck, it has too much to do. */
function stuckFacts(moved: readonly Moved[], hot: Facts): Facts {
  const isHot = ({ group }: Moved, part: Lag): boolean =>
    hot['groups.hot.name'] === group.id && hot['groups.hot.topic'] === part.topic && hot['groups.hot.partition'] === part.partition;
  const candidates = moved
    .filter(
      ({ group, parts }) => group.state === 'Stable' && parts.some(({ lag, consumed, isStill }) => consumed > 0 || (lag > 0 && !isStill)),
    )
    .flatMap((each) => each.parts.filter((part) => part.isStill && !isHot(each, part)).map((part) => ({ group: each.group, part })));
  const worst = largest(candidates, ({ part }) => part.lag);
  return {
    'groups.stuck.name': worst?.group.id ?? '',
    'groups.stuck.topic': worst?.part.topic ?? '',
    'groups.stuck.partition': worst?.part.partition ?? -1,
    'groups.stuck.lag': worst?.part.lag ?? 0,
    'groups.stuck.committed': worst?.part.committed ?? -1,
    'groups.stuck.seconds': worst?.part.stillSeconds ?? 0,
    // What has just come to a partition of another group was not read yet.
    'groups.stuck.count': candidates.filter(({ part }) => part.lag >= Math.min(backlogMin, worst?.part.lag ?? 0)).length,
  };
}

function idleFacts(moved: readonly Moved[]): Facts {
  const idle = moved.map(({ group, parts }) => ({
    group,
    parts,
    idle: group.state === 'Stable' ? group.members.filter(({ partitions }) => partitions === 0).length : 0,
  }));
  const worst = largest(idle, ({ idle: count }) => count);
  return {
    'groups.idle.name': worst?.group.id ?? '',
    'groups.idle.members': worst?.idle ?? 0,
    'groups.idle.partitions': worst?.parts.length ?? 0,
    'groups.idle.lag': worst?.parts.reduce((sum, { lag }) => sum + lag, 0) ?? 0,
  };
}

/** What was committed is no longer there, or not there any more: the topic was made anew, or retention was quicker. */
function rangeFacts(moved: readonly Moved[]): Facts {
  const outside = moved.flatMap(({ group, parts }) =>
    parts.flatMap((part) => {
      if (part.committed === null || (part.committed >= part.start && part.committed <= part.end)) return [];
      return [
        { group, part, lost: part.committed < part.start ? part.start - part.committed : 0, ahead: Math.max(0, part.committed - part.end) },
      ];
    }),
  );
  const lost = largest(outside, (each) => each.lost);
  const ahead = largest(outside, (each) => each.ahead);
  return {
    'groups.lost.name': lost?.group.id ?? '',
    'groups.lost.topic': lost?.part.topic ?? '',
    'groups.lost.partition': lost?.part.partition ?? -1,
    'groups.lost.messages': lost?.lost ?? 0,
    'groups.ahead.name': ahead?.group.id ?? '',
    'groups.ahead.topic': ahead?.part.topic ?? '',
    'groups.ahead.messages': ahead?.ahead ?? 0,
  };
}

/** How near a group's position is to the end that retention eats from: 0 is at the very edge. */
function edgeFacts(behind: readonly Moved[]): Facts {
  const near = behind.flatMap(({ group, parts }) =>
    parts
      .filter(({ committed, start, end }) => committed !== null && start > 0 && committed >= start && end > start)
      .map((part) => ({ group, part, room: ratioOf((part.committed ?? 0) - part.start, part.end - part.start) })),
  );
  const [nearest] = near.toSorted((one, other) => one.room - other.room);
  return {
    'groups.edge.name': nearest?.group.id ?? '',
    'groups.edge.topic': nearest?.part.topic ?? '',
    'groups.edge.partition': nearest?.part.partition ?? -1,
    'groups.edge.roomRatio': nearest?.room ?? null,
    'groups.edge.lag': nearest?.part.lag ?? 0,
  };
}

function printed(group: Group, lag: Lag): { readonly lag: number } & Readonly<Record<string, unknown>> {
  return {
    group: group.id,
    state: group.state,
    partition: keyOf(lag.topic, lag.partition),
    committed: lag.committed ?? 'none',
    start: lag.start,
    end: lag.end,
    lag: lagOf(lag),
  };
}
