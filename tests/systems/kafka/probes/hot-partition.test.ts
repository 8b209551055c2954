import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { movementsOf } from '../../../../src/systems/kafka/probes/group-movement.ts';
import { type Arrivals, crowdedPartition, hotFacts } from '../../../../src/systems/kafka/probes/hot-partition.ts';
import type { Commit } from '../../../../src/systems/kafka/probes/read-commits.ts';
import type { Group } from '../../../../src/systems/kafka/probes/read-groups.ts';

const nowMs = 1_000_000;

/** Three partitions; the first ends at `end`, the others at 100, and are read. */
const group = (committed: number, end: number): Group => ({
  id: 'planner',
  state: 'Stable',
  members: [{ id: 'm', client: 'svc', host: 'h', partitions: 3, assigned: [] }],
  lags: [committed, 100, 100].map((each, partition) => ({
    topic: 'parcels',
    partition,
    committed: each,
    start: 0,
    end: partition === 0 ? end : 100,
  })),
});

/** Every five seconds as a timer does, or once it is through with what it fetched. */
const commitsOf = (...pairs: readonly (readonly [secondsAgo: number, offset: number])[]): readonly Commit[] =>
  pairs.map(([secondsAgo, offset]) => ({ group: 'planner', topic: 'parcels', partition: 0, offset, atMs: nowMs - secondsAgo * 1_000 }));
const growing = commitsOf([60, 100], [55, 200], [47, 300], [30, 500]);
const timed = commitsOf([18, 800], [13, 1_200], [8, 1_600], [3, 2_000]);

interface Case {
  readonly before: Group;
  readonly after: Group;
  readonly commits: readonly Commit[] | null;
  readonly arrivals: Partial<Arrivals>;
}

/** Most of what came is in the first partition; what its group has not read of it is old. */
const skewed: Case = {
  before: group(500, 2_600),
  after: group(500, 3_000),
  commits: growing,
  arrivals: { atFirstCommit: 150, atLastCommit: 520, young: { before: 2_000, after: 2_400 }, fresh: { before: 2_300, after: 2_700 } },
};

function hotOf({ before, after, commits, arrivals }: Case) {
  const moved = movementsOf({ groups: [before], atMs: nowMs - 6_000 }, { groups: [after], atMs: nowMs }, commits);
  const known: Arrivals = {
    first: { 0: 0, 1: 0, 2: 0 },
    last: { 0: after.lags[0]?.end ?? 0, 1: 100, 2: 100 },
    recent: { 0: 0, 1: 0, 2: 0 },
    atFirstCommit: undefined,
    atLastCommit: undefined,
    young: { before: undefined, after: undefined },
    fresh: { before: undefined, after: undefined },
    ...arrivals,
  };
  return hotFacts(crowdedPartition(moved), known);
}

describe('hotFacts()', () => {
  it('names the partition that gets most records and that its group falls behind with', () => {
    const facts = hotOf(skewed);

    assert.deepEqual(
      [
        facts['groups.hot.name'],
        facts['groups.hot.topic'],
        facts['groups.hot.partition'],
        facts['groups.hot.lag'],
        facts['groups.hot.isOld'],
      ],
      ['planner', 'parcels', 0, 2_500, true],
    );
    assert.deepEqual(
      [facts['groups.hot.recordsShare'], facts['groups.hot.othersShare'], facts['groups.hot.lagShare'], facts['groups.hot.partitions']],
      [0.938, 0.031, 1, 3],
    );
  });

  const kept: Readonly<Record<string, Case>> = {
    'the group moves slowly on that partition': { ...skewed, before: group(450, 2_600) },
    'commits are not known, and what is not read is old': { ...skewed, commits: null },
    'what is not read is not that old yet': { ...skewed, arrivals: { ...skewed.arrivals, young: { before: 300, after: 500 } } },
    'it commits by a timer, and left much at the last commit': {
      before: group(2_000, 3_900),
      after: group(2_000, 4_000),
      commits: timed,
      arrivals: { atFirstCommit: 900, atLastCommit: 3_000, young: { before: 2_500, after: 3_000 } },
    },
  };
  for (const [name, given] of Object.entries(kept))
    it(`tells it too where ${name}`, () => assert.equal(hotOf(given)['groups.hot.partition'], 0));

  const left: Readonly<Record<string, Case>> = {
    'records come evenly: the partition is stuck': {
      ...skewed,
      arrivals: { ...skewed.arrivals, last: { 0: 3_000, 1: 3_000, 2: 3_000 } },
    },
    'the lag was larger before': { ...skewed, arrivals: { ...skewed.arrivals, atFirstCommit: 2_900 } },
    'a burst is being read and nothing comes any more': { ...skewed, before: group(300, 3_000) },
    'a burst has just come': {
      ...skewed,
      before: group(500, 3_000),
      arrivals: { ...skewed.arrivals, young: { before: 500, after: 500 }, fresh: { before: 500, after: 500 } },
    },
    'it commits by a timer and had read all at the last commit': {
      before: group(2_000, 2_300),
      after: group(2_000, 2_600),
      commits: timed,
      arrivals: { atFirstCommit: 800, atLastCommit: 2_010, young: { before: 1_900, after: 2_100 }, fresh: { before: 2_100, after: 2_300 } },
    },
    'commits are not known and it gains': { ...skewed, commits: null, before: group(0, 2_900) },
    'it has not moved for minutes': {
      ...skewed,
      commits: growing.map((commit) => ({ ...commit, atMs: commit.atMs - 170_000 })),
    },
  };
  for (const [name, given] of Object.entries(left))
    it(`tells nothing where ${name}`, () => assert.equal(hotOf(given)['groups.hot.name'], ''));
});
