/**
 * How a group gets on with a partition, by its commits of the last minutes: which pauses are usual for it. A consumer commits every few
 * seconds, or once it is through with what it fetched, which takes the longer the more that was.
 */

import type { Commit } from './read-commits.ts';
import { keyOf } from './read-offsets.ts';

export interface Pace {
  /** Of the first commit that is known, and of the last that came further than the one before. */
  readonly firstMs: number;
  readonly firstOffset: number;
  readonly lastMs: number;
  readonly lastOffset: number;
  /** The longest pause between two commits that came further, of the last few; null where there were no two. */
  readonly pauseMs: number | null;
  /** By a timer, all of them alike: what lies behind the last commit may have been worked on long since. */
  readonly isTimed: boolean;
  /** What the records of the last commit take at the usual pace; null where that is not known. */
  readonly workMs: number | null;
}

/** By topic and partition. */
export type Paces = ReadonlyMap<string, Pace>;

const historyMs = 300_000;
const advancesMax = 6;

/** Pure: of one group. */
export function pacesOf(commits: readonly Commit[], group: string, nowMs: number): Paces {
  const recent = commits.filter((commit) => commit.group === group && nowMs - commit.atMs <= historyMs);
  const paces = new Map<string, Pace>();
  for (const [key, all] of Map.groupBy(recent, ({ topic, partition }) => keyOf(topic, partition))) {
    const pace = paceOf(all);
    if (pace !== null) paces.set(key, pace);
  }
  return paces;
}

function paceOf(commits: readonly Commit[]): Pace | null {
  const inOrder = commits.toSorted((one, other) => one.atMs - other.atMs);
  let advances: Commit[] = [];
  for (const commit of inOrder) {
    const last = advances.at(-1);
    // Set back by hand: what was before says nothing any more.
    if (last !== undefined && commit.offset < last.offset) advances = [];
    if (last === undefined || commit.offset !== last.offset) advances.push(commit);
  }
  const [first, last] = [advances[0], advances.at(-1)];
  if (first === undefined || last === undefined) return null;
  const steps = advances
    .slice(-advancesMax)
    .map((commit, index, all) => ({
      ms: commit.atMs - (all[index - 1]?.atMs ?? 0),
      records: commit.offset - (all[index - 1]?.offset ?? 0),
    }))
    .slice(1);
  return {
    firstMs: first.atMs,
    firstOffset: first.offset,
    lastMs: last.atMs,
    lastOffset: last.offset,
    pauseMs: steps.length < 2 ? null : Math.max(...steps.map(({ ms }) => ms)),
    isTimed: isTimed(steps.map(({ ms }) => ms)),
    workMs: workOf(steps),
  };
}

function isTimed(pausesMs: readonly number[]): boolean {
  return pausesMs.length >= 3 && Math.min(...pausesMs) >= 1_000 && Math.max(...pausesMs) <= 1.5 * Math.min(...pausesMs);
}

/** Some commit what they fetched before they work on it: then a pause belongs to the records of the commit before it. */
function workOf(steps: readonly { readonly ms: number; readonly records: number }[]): number | null {
  const perRecord = steps.slice(1).map(({ ms }, index) => ms / Math.max(1, steps[index]?.records ?? 1));
  const middle = perRecord.toSorted((one, other) => one - other)[Math.floor(perRecord.length / 2)];
  return middle === undefined ? null : middle * (steps.at(-1)?.records ?? 0);
}

/** What nobody calls a pause: consumers commit every five seconds by default. */
const pauseMinMs = 6_000;
/** As long as a consumer may work on what it fetched (`max.poll.interval.ms`). */
const pauseMaxMs = 300_000;
/** Where too little is known of its pace. */
const unknownPauseMs = 60_000;
const unusual = 3;

/** Pure: whether the last commit of a partition is no longer ago than is usual for it and for its neighbours. */
export function isBetweenCommits(paces: Paces, topic: string, partition: number, nowMs: number): boolean {
  const pace = paces.get(keyOf(topic, partition));
  if (pace === undefined) return false;
  const usual = [...paces.values()].map(({ pauseMs }) => pauseMs ?? 0);
  const pauseMs = pace.pauseMs === null && Math.max(...usual) === 0 ? unknownPauseMs : unusual * Math.max(...usual, pace.workMs ?? 0);
  return nowMs - pace.lastMs <= Math.min(pauseMaxMs, Math.max(pauseMinMs, pauseMs));
}

/** Pure: what a group commits a second, of all its partitions; null where its commits are too few or too young. */
export function committedPerSecond(paces: Paces, nowMs: number): number | null {
  const all = [...paces.values()];
  const firstMs = Math.min(...all.map((pace) => pace.firstMs));
  if (all.length === 0 || nowMs - firstMs < 10_000) return null;
  return all.reduce((sum, { firstOffset, lastOffset }) => sum + lastOffset - firstOffset, 0) / ((nowMs - firstMs) / 1_000);
}
