import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDuration, splitDuration } from '../../src/domain/parse-duration.ts';

const minute = 60_000;
const cases: readonly (readonly [given: string, ms: number | null])[] = [
  ['2h', 120 * minute],
  ['1h30m', 90 * minute],
  ['90 min', 90 * minute],
  ['1 day', 1_440 * minute],
  ['2 小时', 120 * minute],
  ['两小时', null],
  ['半小时', 30 * minute],
  ['半个小时', 30 * minute],
  ['1天', 1_440 * minute],
  ['2小时30分钟', 150 * minute],
  ['1.5h', 90 * minute],
  ['45s', 45_000],
  ['2 months', null],
  ['2', null],
  ['', null],
  ['0h', null],
  ['h', null],
];

for (const [given, ms] of cases) {
  test(`parseDuration() reads '${given}' as ${ms}`, () => assert.equal(parseDuration(given), ms));
}

test('splitDuration() leaves the words after it', () => {
  assert.deepEqual(splitDuration('2 小时 因为迁移'), { ms: 120 * minute, rest: '因为迁移' });
  assert.deepEqual(splitDuration('30m because it moves'), { ms: 30 * minute, rest: 'because it moves' });
  assert.equal(splitDuration('because 30m'), null);
});
