import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { durationsOf, secondsBetween } from '../../../src/analysis/insights/durations.ts';

describe('durationsOf()', () => {
  it('gives mean, median and 95th percentile; nothing of none', () => {
    const { p95 = 0, ...rest } = durationsOf([4, 1, 2, 3]) ?? {};

    assert.deepEqual(rest, { count: 4, mean: 2.5, median: 2.5 });
    assert.ok(Math.abs(p95 - 3.85) < 1e-9);
    assert.equal(durationsOf([]), null);
  });
});

describe('secondsBetween()', () => {
  it('is never negative, and null while the end is not there', () => {
    assert.equal(secondsBetween('2026-11-23T09:00:00Z', '2026-11-23T09:01:30Z'), 90);
    assert.equal(secondsBetween('2026-11-23T09:00:00Z', '2026-11-23T08:59:00Z'), 0);
    assert.equal(secondsBetween('2026-11-23T09:00:00Z', null), null);
  });
});
