import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { medianByHand, timeSaved } from '../../../src/analysis/insights/time-saved.ts';
import { resolvedAfter } from './records.ts';

const byHand = (minutes: number, fault = 'redis.out-of-memory') => resolvedAfter(minutes, { fault, isHandled: true });
const byPlan = (minutes: number, fault = 'redis.out-of-memory') => resolvedAfter(minutes, { fault, isHandled: true, isFixedByPlan: true });

describe('timeSaved()', () => {
  it('compares with the median by hand of the same fault', () => {
    const records = [byHand(20), byHand(30), byHand(90), byPlan(4), byPlan(6), byPlan(1, 'mysql.read-only')];

    assert.deepEqual(timeSaved(records, medianByHand(records)), { incidents: 2, seconds: (26 + 24) * 60 });
  });
  it('says so when a plan was slower', () => {
    const records = [byHand(2), byHand(2), byHand(2), byPlan(5)];

    assert.deepEqual(timeSaved(records, medianByHand(records)), { incidents: 1, seconds: -180 });
  });
  it('claims nothing from too few, nor from what ended with nobody there', () => {
    const alone = resolvedAfter(60, { fault: 'redis.out-of-memory' });

    for (const records of [[], [byPlan(4)], [byHand(20), byHand(30), alone, byPlan(4)]]) {
      assert.equal(timeSaved(records, medianByHand(records)), null);
    }
  });
});
