/** Consumer groups: how far behind, whether they catch up, where they stand still, and whether they ever settle. */

import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { sessionProbe } from '../../session/probe.ts';
import { printRows, ratioOf, rounded } from '../../session/rows.ts';
import type { KafkaClient } from '../client.ts';
import { fewOf, largest } from './kafka-probe.ts';
import { mixedFacts } from './mixed-groups.ts';
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
  query: 'ListGroups, DescribeGroups, OffsetFetch, ListOffsets (twice)',
  async see(client: KafkaClient, given, limit, context) {
    const cluster = await client.cluster(null, limit);
    const all = await listGroups(client, cluster, limit);
    const chosen = all
      .filter(({ id }) => given.group === '' || id === given.group)
      .slice(0, groupsMax)
      .map(({ id }) => id);
    const before = await readGroups(client, cluster, chosen, limit);
    const sinceMs = context.clock.now();
    await sleep(given.windowMs, undefined, { signal: limit.signal }).catch(() => undefined);
    let after = await readGroups(client, cluster, chosen, limit);
    // Clients commit every five seconds by default: one that works is not to be taken for one that stands still.
    if (given.patienceMs > 0 && hasStill(before, after)) {
      await sleep(given.patienceMs, undefined, { signal: limit.signal }).catch(() => undefined);
      if (!limit.signal.aborted) after = await readGroups(client, cluster, chosen, limit);
    }
    const facts = groupFacts(before, after, Math.max(0.2, (context.clock.now() - sinceMs) / 1_000), all.length);
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
      text: printRows(after.flatMap((group) => group.lags.map((lag) => printed(group, lag))).toSorted((one, other) => other.lag - one.lag)),
    };
  },
});

/** Less than this nobody calls a backlog. */
const stillLagMin = 50;

function hasStill(before: readonly Group[], after: readonly Group[]): boolean {
  return after
    .map((group) =>
      movedOf(
        before.find(({ id }) => id === group.id),
        group,
        1,
      ),
    )
    .some((each) => each.lag >= stillLagMin && isStill(each));
}

interface Moved {
  readonly group: Group;
  readonly lag: number;
  readonly consumedPerSecond: number;
  readonly producedPerSecond: number;
  readonly parts: readonly MovedPart[];
  readonly memberChanges: number;
  readonly wasSettled: boolean;
  /** No member at the first reading either: one that is thrown out and comes back leaves its group empty for moments. */
  readonly wasEmpty: boolean;
}

interface MovedPart extends Lag {
  readonly lag: number;
  readonly consumed: number;
  readonly produced: number;
}

/** Pure: two readings in, facts about the group that is worst off in each respect out. */
export function groupFacts(before: readonly Group[], after: readonly Group[], seconds: number, total: number): Facts {
  const moved = after.map((group) =>
    movedOf(
      before.find(({ id }) => id === group.id),
      group,
      seconds,
    ),
  );
  const behind = moved.filter(({ lag }) => lag > 0);
  return {
    'groups.count': total,
    'groups.isTruncated': total > after.length && after.length >= groupsMax,
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
      largest(behind.filter(isStill), ({ lag }) => lag),
    ),
    ...unsettledFacts(largest(moved.filter(isUnsettled), ({ group, memberChanges }) => 1 + group.members.length + memberChanges)),
    ...stuckFacts(moved),
    ...idleFacts(moved),
    ...rangeFacts(moved),
    ...edgeFacts(behind),
    ...mixedFacts(after),
  };
}

function movedOf(before: Group | undefined, group: Group, seconds: number): Moved {
  const old = new Map((before?.lags ?? []).map((lag) => [keyOf(lag.topic, lag.partition), lag]));
  const parts = group.lags.map((lag) => {
    const was = old.get(keyOf(lag.topic, lag.partition));
    const consumed =
      was === undefined ? 0 : Math.max(0, (lag.committed ?? 0) - (was.committed ?? (lag.committed === null ? 0 : lag.start)));
    return { ...lag, lag: lagOf(lag), consumed, produced: was === undefined ? 0 : Math.max(0, lag.end - was.end) };
  });
  const sum = (of: (part: MovedPart) => number): number => parts.reduce((all, part) => all + of(part), 0);
  const ids = new Set(before?.members.map(({ id }) => id));
  return {
    group,
    parts,
    lag: sum(({ lag }) => lag),
    consumedPerSecond: rounded(sum(({ consumed }) => consumed) / seconds),
    producedPerSecond: rounded(sum(({ produced }) => produced) / seconds),
    memberChanges: before === undefined ? 0 : group.members.filter(({ id }) => !ids.has(id)).length,
    wasEmpty: before === undefined || before.state === 'Empty',
    wasSettled: before === undefined || before.state === 'Stable' || before.state === 'Empty',
  };
}

function isSlow({ group, consumedPerSecond, parts }: Moved): boolean {
  return group.state === 'Stable' && (consumedPerSecond > 0 || parts.some(({ consumed }) => consumed > 0));
}

function isStill({ group, consumedPerSecond }: Moved): boolean {
  return group.state === 'Stable' && consumedPerSecond === 0;
}

/** Between two readings: still rebalancing, or settled with other members. */
function isUnsettled({ group, wasSettled, memberChanges }: Moved): boolean {
  const isSettled = group.state === 'Stable' || group.state === 'Empty' || group.state === 'Dead';
  return (!isSettled && !wasSettled) || (group.state !== 'Empty' && memberChanges > 0 && (!isSettled || !wasSettled));
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

/** One partition stands still while others of the same group move. */
function stuckFacts(moved: readonly Moved[]): Facts {
  const candidates = moved
    .filter(({ group, parts }) => group.state === 'Stable' && parts.some(({ consumed }) => consumed > 0))
    .flatMap(({ group, parts }) => parts.filter(({ lag, consumed }) => lag > 0 && consumed === 0).map((part) => ({ group, part })));
  const worst = largest(candidates, ({ part }) => part.lag);
  return {
    'groups.stuck.name': worst?.group.id ?? '',
    'groups.stuck.topic': worst?.part.topic ?? '',
    'groups.stuck.partition': worst?.part.partition ?? -1,
    'groups.stuck.lag': worst?.part.lag ?? 0,
    'groups.stuck.committed': worst?.part.committed ?? -1,
    'groups.stuck.count': candidates.length,
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
