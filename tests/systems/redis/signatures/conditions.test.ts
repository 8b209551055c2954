import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findsNearlyAll } from '../../../../src/systems/redis/signatures/conditions.ts';
import { evictionSignatures } from '../../../../src/systems/redis/signatures/eviction.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

/** A full cache that throws out 200 keys a second. */
const full = {
  ...{ 'memory.isLimited': true, 'memory.usedRatio': 1, 'memory.policy': 'allkeys-lru', 'memory.evictedTotal': 90_000 },
  ...{ 'memory.isLimitLowered': false, 'memory.clientsShare': 0.01, 'memory.clientsBytes': 10_000, 'keyspace.expiringRatio': 1 },
  ...{ 'activity.evictedPerSecond': 200, 'keyspace.evictedToKeysRatio': 2 },
};
const cases = [
  { now: 0.6, ever: 0.99, isStorm: true },
  { now: 0.99, ever: 0.6, isStorm: false },
  { now: null, ever: 0.99, isStorm: false },
  { now: null, ever: 0.6, isStorm: true },
];

for (const { now, ever, isStorm } of cases) {
  test(`findsNearlyAll: ${String(now ?? 'nobody reads')} of reads found now and ${ever} since start: ${isStorm ? 'too small' : 'no fault'}`, () => {
    const facts = { ...full, 'activity.hitRatio': now, 'keyspace.hitRatio': ever };

    const { confirmed, likely } = judgeFacts(evictionSignatures, 'redis', facts, 'memory is full, keys are evicted');

    assert.ok('any' in findsNearlyAll);
    assert.equal([...confirmed, ...likely].includes('eviction-storm'), isStorm);
  });
}
