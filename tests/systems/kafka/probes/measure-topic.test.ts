import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isYounger, recordBytes } from '../../../../src/systems/kafka/probes/measure-topic.ts';

test('recordBytes() is the mean over partitions of which everything is known, and null for an empty topic', () => {
  assert.equal(
    recordBytes(
      { 0: 10, 1: 0 },
      { 0: 20, 1: 10, 2: 5 },
      new Map([
        [0, 3_000],
        [1, 1_000],
        [2, 90],
      ]),
    ),
    200,
  );
  assert.equal(recordBytes({ 0: 10 }, { 0: 10 }, new Map([[0, 0]])), null);
});

for (const [claim, first, last, since, expected] of [
  ['where its first record is younger', { 0: 40 }, { 0: 90 }, { 0: 40 }, true],
  ['where it goes further back', { 0: 40 }, { 0: 90 }, { 0: 70 }, false],
  ['where nothing was removed yet', { 0: 0 }, { 0: 90 }, { 0: 0 }, null],
  ['where it is empty', { 0: 40 }, { 0: 40 }, { 0: -1 }, null],
] as const)
  test(`isYounger() is ${String(expected)} ${claim}`, () => assert.equal(isYounger(first, last, since), expected));
