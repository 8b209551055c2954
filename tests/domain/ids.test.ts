import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { newId, timeOfId } from '../../src/domain/ids.ts';

const moment = fc.integer({ min: 0, max: 8.64e15 / 10 });

test('newId() says what it is, sorts by time, and gives its time back', () => {
  fc.assert(
    fc.property(moment, moment, (one, other) => {
      const [first, second] = [newId('inc', one), newId('inc', other)];

      assert.match(first, /^inc_[0-9a-hjkmnp-tv-z]{18}$/);
      assert.equal(timeOfId(first), one);
      if (one < other) assert.ok(first < second);
    }),
  );
});

test('newId() is unique within a millisecond', () => {
  assert.equal(new Set(Array.from({ length: 20_000 }, () => newId('ev', 1_800_000_000_000))).size, 20_000);
});

for (const given of ['', 'inc_', 'inc_short', 'inc_OOOOOOOOOOOOOOOOOO', 'nothing', 'inc-01m7xx9x80e5jytpb2']) {
  test(`timeOfId() is NaN for '${given}'`, () => assert.ok(Number.isNaN(timeOfId(given))));
}
