import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hasStill, isSlow, isStandingStill, movementsOf } from '../../../../src/systems/kafka/probes/group-movement.ts';
import { groupFacts } from '../../../../src/systems/kafka/probes/groups.ts';
import type { Commit } from '../../../../src/systems/kafka/probes/read-commits.ts';
import type { Group } from '../../../../src/systems/kafka/probes/read-groups.ts';

const nowMs = 1_000_000;
const seconds = 6;

/** Committed offsets of partitions 0, 1, … which all end at 1000. */
const group = (...committed: readonly number[]): Group => ({
  id: 'g',
  state: 'Stable',
  members: [{ id: 'm', client: 'svc', host: 'h', partitions: committed.length, assigned: [] }],
  lags: committed.map((each, partition) => ({ topic: 'orders', partition, committed: each, start: 0, end: 1_000 })),
});

const moved = (before: Group, after: Group, commits: readonly Commit[] | null) =>
  movementsOf({ groups: [before], atMs: nowMs - seconds * 1_000 }, { groups: [after], atMs: nowMs }, commits);

/** A commit every ten seconds, the last one eight seconds ago. */
const everyTen = (partition: number, last: number): readonly Commit[] =>
  [3, 2, 1, 0].map((back) => ({
    group: 'g',
    topic: 'orders',
    partition,
    offset: last - back * 100,
    atMs: nowMs - 8_000 - back * 10_000,
  }));

describe('movementsOf()', () => {
  it('takes a group between two commits for one that works, at the pace of its commits', () => {
    const [each] = moved(group(500, 500), group(500, 500), [...everyTen(0, 500), ...everyTen(1, 500)]);

    assert.ok(each !== undefined && isSlow(each) && !isStandingStill(each) && !hasStill([each]));
    assert.ok(Math.abs(each.consumedPerSecond - 600 / 38) < 0.01, String(each.consumedPerSecond));
  });

  it('takes one that has not committed for much longer than it does for one that stands still', () => {
    const old = [...everyTen(0, 500), ...everyTen(1, 500)].map((commit) => ({ ...commit, atMs: commit.atMs - 60_000 }));
    const [each] = moved(group(500, 500), group(500, 500), old);

    assert.ok(each !== undefined && !isSlow(each) && isStandingStill(each) && hasStill([each]));
    assert.equal(each.parts[0]?.stillSeconds, 68);
  });

  it('goes by two readings alone where commits are not known, or not up to now', () => {
    for (const commits of [null, [], everyTen(0, 450)]) {
      const [each] = moved(group(500), group(500), commits);

      assert.ok(each !== undefined && isStandingStill(each));
      assert.equal(each.parts[0]?.stillSeconds, seconds);
    }
  });

  it('does not take a partition for stuck that is between two commits, nor one that gets most of the records', () => {
    const stuckIn = (commits: readonly Commit[] | null, hot = {}) =>
      groupFacts(moved(group(500, 500), group(500, 600), commits), 1, seconds, hot)['groups.stuck.partition'];

    assert.equal(stuckIn(everyTen(0, 500)), -1);
    assert.equal(stuckIn(null), 0);
    assert.equal(stuckIn(null, { 'groups.hot.name': 'g', 'groups.hot.topic': 'orders', 'groups.hot.partition': 0 }), -1);
  });
});
