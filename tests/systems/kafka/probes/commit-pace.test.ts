import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { committedPerSecond, isBetweenCommits, pacesOf } from '../../../../src/systems/kafka/probes/commit-pace.ts';
import { type Commit, commitOf } from '../../../../src/systems/kafka/probes/read-commits.ts';

const nowMs = 1_000_000;

/** Pairs of seconds ago and offset. */
function commits(partition: number, ...pairs: readonly (readonly [secondsAgo: number, offset: number])[]): readonly Commit[] {
  return pairs.map(([secondsAgo, offset]) => ({ group: 'g', topic: 'orders', partition, offset, atMs: nowMs - secondsAgo * 1_000 }));
}

const everySecond = (partition: number, until: number): readonly Commit[] =>
  commits(partition, ...Array.from({ length: 20 }, (_, index) => [until + 19 - index, index * 10] as const));

describe('the pace of commits', () => {
  const cases: Readonly<Record<string, readonly [given: readonly Commit[], isBetween: boolean]>> = {
    'it commits every second, and has not for twenty': [everySecond(0, 20), false],
    'it commits every second, and did so a moment ago': [everySecond(0, 2), true],
    'it commits every ten seconds': [commits(0, [45, 10], [35, 20], [25, 30], [15, 40]), true],
    'its neighbours commit every ten seconds': [
      [...commits(1, [42, 10], [32, 20], [22, 30], [2, 40]), ...commits(0, [30, 5], [25, 9], [20, 14])],
      true,
    ],
    'what it took last is much more, and takes that much longer': [commits(0, [34, 1], [32, 20], [30, 40], [28, 440]), true],
    'nothing comes further, however often it commits': [[...everySecond(0, 60), ...commits(0, [30, 190], [1, 190])], false],
    'one commit says nothing of its pace': [commits(0, [40, 10]), true],
    'one commit long ago': [commits(0, [200, 10]), false],
    'it never committed': [[], false],
  };
  for (const [name, [given, isBetween]] of Object.entries(cases))
    it(`isBetweenCommits(): ${name}`, () => {
      assert.equal(isBetweenCommits(pacesOf(given, 'g', nowMs), 'orders', 0, nowMs), isBetween);
    });

  it('committedPerSecond() is of all partitions since the first commit, and unknown where that is young', () => {
    const given = [...commits(0, [20, 100], [10, 300]), ...commits(1, [10, 50], [5, 150])];

    assert.equal(committedPerSecond(pacesOf(given, 'g', nowMs), nowMs), 15);
    assert.equal(committedPerSecond(pacesOf(commits(0, [4, 1], [2, 9]), 'g', nowMs), nowMs), null);
    assert.equal(pacesOf(given, 'other', nowMs).size, 0);
  });

  it('commitOf() reads what the coordinator wrote of a commit, and nothing else', () => {
    const text = (value: string): Buffer => Buffer.concat([Buffer.from([0, value.length]), Buffer.from(value)]);
    const key = (version: number): Buffer =>
      Buffer.concat([Buffer.from([0, version]), text('g'), text('orders'), Buffer.from([0, 0, 0, 3])]);
    const value = Buffer.concat([Buffer.from([0, 3]), Buffer.from([0, 0, 0, 0, 0, 0, 1, 2]), Buffer.alloc(14)]);

    assert.deepEqual(commitOf(key(1), value, nowMs), { group: 'g', topic: 'orders', partition: 3, offset: 258, atMs: nowMs });
    assert.equal(commitOf(key(2), value, nowMs), null);
    assert.equal(commitOf(key(1), null, nowMs), null);
    assert.equal(commitOf(key(1), value.subarray(0, 6), nowMs), null);
  });
});
