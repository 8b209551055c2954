import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findLevelShift } from '../../src/analysis/change-point.ts';

const series = (values: readonly number[]) => ({ values, times: values.map((_, index) => 1_000 * index) });
const flat = (level: number, count: number, noise = 0): number[] =>
  Array.from({ length: count }, (_, index) => level + noise * Math.sin(index * 12.9898));

const cases: readonly [
  claim: string,
  values: readonly number[],
  shift: { readonly atMs: number; readonly before: number; readonly after: number } | null,
][] = [
  ['a step up', [...flat(10, 20), ...flat(30, 20)], { atMs: 20_000, before: 10, after: 30 }],
  ['a step down', [...flat(30, 8), ...flat(10, 20)], { atMs: 8_000, before: 30, after: 10 }],
  ['a step of bytes', [...flat(40e9, 30), ...flat(41e9, 30)], { atMs: 30_000, before: 40e9, after: 41e9 }],
  ['a step from nothing', [...flat(0, 10), ...flat(5, 10)], { atMs: 10_000, before: 0, after: 5 }],
  ['a step between gaps', [...flat(10, 10), Number.NaN, Number.NaN, ...flat(30, 10)], { atMs: 12_000, before: 10, after: 30 }],
  ['no step in a constant', flat(10, 40), null],
  ['no step in nine points', [...flat(1, 5), ...flat(9, 4)], null],
  ['no step that only four points show', [...flat(1, 30), ...flat(9, 4)], null],
  ['no step in noise', flat(10, 60, 3), null],
  ['no step smaller than the noise', [...flat(10, 30, 5), ...flat(12, 30, 5)], null],
  ['no step in one spike', [...flat(10, 20), 500, ...flat(10, 20)], null],
  ['no step in nothing', [], null],
  ['no step in what was never measured', flat(Number.NaN, 40), null],
];

for (const [claim, values, expected] of cases) {
  test(`findLevelShift() sees ${claim}`, () => {
    const found = findLevelShift(series(values));

    assert.deepEqual(found === null ? null : { atMs: found.atMs, before: found.before, after: found.after }, expected);
  });
}

test('findLevelShift() of any series is null or finite, at one of its times, and the same again', () => {
  const value = fc.oneof(fc.double(), fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.constantFrom(0, 1, 100));

  fc.assert(
    fc.property(fc.array(value, { maxLength: 80 }), (values) => {
      const found = findLevelShift(series(values));

      assert.deepEqual(findLevelShift(series(values)), found);
      if (found === null) return;
      assert.ok([found.before, found.after].every(Number.isFinite) && !Number.isNaN(found.strength));
      assert.ok(found.strength >= 6 && found.before !== found.after);
      assert.ok(Number.isInteger(found.atMs / 1_000) && found.atMs / 1_000 < values.length);
    }),
  );
});

test('findLevelShift() finds a clear step wherever it is', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 5, max: 40 }),
      fc.integer({ min: 5, max: 40 }),
      fc.integer({ min: -1_000, max: 1_000 }),
      fc.integer({ min: 100, max: 10_000 }),
      (left, right, level, step) => {
        const found = findLevelShift(series([...flat(level, left), ...flat(level + step, right)]));

        assert.equal(found?.atMs, left * 1_000);
      },
    ),
  );
});
