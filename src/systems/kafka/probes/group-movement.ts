/** What became of a group between two readings, judged by how it commits: a pause between two commits is no standstill. */

import { rounded } from '../../session/rows.ts';
import { committedPerSecond, isBetweenCommits, type Paces, pacesOf } from './commit-pace.ts';
import type { Commit } from './read-commits.ts';
import { type Group, type Lag, lagOf } from './read-groups.ts';
import { keyOf } from './read-offsets.ts';

export interface Reading {
  readonly groups: readonly Group[];
  readonly atMs: number;
}

export interface Moved {
  readonly group: Group;
  readonly lag: number;
  readonly consumedPerSecond: number;
  readonly producedPerSecond: number;
  readonly parts: readonly MovedPart[];
  readonly paces: Paces;
  readonly memberChanges: number;
  readonly wasSettled: boolean;
  /** No member at the first reading either: one that is thrown out and comes back leaves its group empty for moments. */
  readonly wasEmpty: boolean;
}

export interface MovedPart extends Lag {
  readonly lag: number;
  /** As of the first reading. */
  readonly was: Lag | undefined;
  readonly consumed: number;
  readonly produced: number;
  /** It is behind, and its offset did not move for longer than is usual. */
  readonly isStill: boolean;
  /** How long that offset is known to stand where it stands. */
  readonly stillSeconds: number;
}

/** Pure. `commits` is null where they can't be read: then two readings are all that is known. */
export function movementsOf(before: Reading, after: Reading, commits: readonly Commit[] | null): readonly Moved[] {
  const old = new Map(before.groups.map((group) => [group.id, group]));
  return after.groups.map((group) =>
    movedOf(old.get(group.id), group, pacesOf(commits ?? [], group.id, after.atMs), before.atMs, after.atMs),
  );
}

function movedOf(before: Group | undefined, group: Group, paces: Paces, sinceMs: number, nowMs: number): Moved {
  const seconds = Math.max(0.2, (nowMs - sinceMs) / 1_000);
  const old = new Map((before?.lags ?? []).map((lag) => [keyOf(lag.topic, lag.partition), lag]));
  const parts = group.lags.map((lag) => partOf(lag, old.get(keyOf(lag.topic, lag.partition)), paces, seconds, nowMs));
  const sum = (of: (part: MovedPart) => number): number => parts.reduce((all, part) => all + of(part), 0);
  const ids = new Set(before?.members.map(({ id }) => id));
  const consumed = sum((part) => part.consumed) / seconds;
  return {
    group,
    parts,
    paces,
    lag: sum(({ lag }) => lag),
    // Between two commits it is no slower than it was before.
    consumedPerSecond: rounded(consumed > 0 || parts.every(isAtRest) ? consumed : (committedPerSecond(paces, nowMs) ?? 0)),
    producedPerSecond: rounded(sum(({ produced }) => produced) / seconds),
    memberChanges: before === undefined ? 0 : group.members.filter(({ id }) => !ids.has(id)).length,
    wasEmpty: before === undefined || before.state === 'Empty',
    wasSettled: before === undefined || before.state === 'Stable' || before.state === 'Empty',
  };
}

function isAtRest({ lag, isStill }: MovedPart): boolean {
  return lag === 0 || isStill;
}

function partOf(lag: Lag, was: Lag | undefined, paces: Paces, seconds: number, nowMs: number): MovedPart {
  const consumed = was === undefined ? 0 : Math.max(0, (lag.committed ?? 0) - (was.committed ?? (lag.committed === null ? 0 : lag.start)));
  const pace = paces.get(keyOf(lag.topic, lag.partition));
  // Where its last commit was not read, the history ends too early and tells nothing of the present.
  const isKnown = pace !== undefined && pace.lastOffset === lag.committed;
  const isUsual = isKnown && isBetweenCommits(paces, lag.topic, lag.partition, nowMs);
  return {
    ...lag,
    was,
    consumed,
    lag: lagOf(lag),
    produced: was === undefined ? 0 : Math.max(0, lag.end - was.end),
    isStill: consumed === 0 && lagOf(lag) > 0 && !isUsual,
    stillSeconds: consumed > 0 ? 0 : rounded(Math.max(seconds, isKnown ? (nowMs - pace.lastMs) / 1_000 : 0)),
  };
}

/** Less than this nobody calls a backlog. */
export const backlogMin = 50;

/** Something that is behind and did not move: it takes a longer look to tell a standstill from a pause. */
export function hasStill(moved: readonly Moved[]): boolean {
  return moved.some(({ group, parts }) => group.state === 'Stable' && parts.some(({ lag, isStill }) => lag >= backlogMin && isStill));
}

export function isSlow(moved: Moved): boolean {
  return moved.group.state === 'Stable' && moved.consumedPerSecond > 0;
}

export function isStandingStill({ group, parts }: Moved): boolean {
  return group.state === 'Stable' && parts.every((part) => part.consumed === 0 && isAtRest(part));
}

/** Between two readings: still rebalancing, or settled with other members. */
export function isUnsettled({ group, wasSettled, memberChanges }: Moved): boolean {
  const isSettled = group.state === 'Stable' || group.state === 'Empty' || group.state === 'Dead';
  return (!isSettled && !wasSettled) || (group.state !== 'Empty' && memberChanges > 0 && (!isSettled || !wasSettled));
}
