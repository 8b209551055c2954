import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isStorm, type Storm, stormKey, stormLimitsOf, stormRate, stormTrend } from '../../src/domain/storm.ts';

const storm = (minuteAdded: number, previousAdded: number, change: Partial<Storm> = {}): Storm => ({
  ...{ incidentId: 'inc_1', beganAt: '2026-11-21T02:00:00.000Z', lastAt: '2026-11-21T02:05:00.000Z', endedAt: null },
  ...{ minuteAdded, previousAdded, ...change },
});
const nowMs = Date.parse('2026-11-21T02:05:10Z');

test('stormTrend() compares the minute with the one before', () => {
  const cases = [
    [storm(10, 5), nowMs, 'growing'],
    [storm(4, 5), nowMs, 'steady'],
    [storm(1, 5), nowMs, 'waning'],
    [storm(10, 5), nowMs + 60_000, 'waning'],
    [storm(10, 5, { endedAt: '2026-11-21T02:06:00.000Z' }), nowMs, 'over'],
  ] as const;

  for (const [given, at, expected] of cases) assert.equal(stormTrend(given, at), expected);
  assert.equal(stormRate(storm(3, 8)), 8);
});

test('isStorm() knows the incident of a storm by its group', () => {
  assert.deepEqual(
    [isStorm({ groupKey: stormKey('1') }), isStorm({ groupKey: 'prometheus:{}' }), isStorm({ groupKey: null })],
    [true, false, false],
  );
});

test('stormLimitsOf() takes what is different for a tenant', () => {
  const config = { groupsMax: 30, windowSeconds: 60, quietSeconds: 180, releaseMax: 10, tenants: { big: { groupsMax: 300 } } };

  assert.equal(stormLimitsOf(config, 'big').groupsMax, 300);
  assert.deepEqual(stormLimitsOf(config, 'default'), { groupsMax: 30, windowSeconds: 60, quietSeconds: 180, releaseMax: 10 });
});
