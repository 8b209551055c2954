import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evictionSignatures } from '../../../../src/systems/memcached/signatures/eviction.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const full = {
  'memory.usedRatio': 0.95,
  'memory.isEvicting': true,
  'slabs.freeShare': 0,
  'slabs.worstEvictedIdleSeconds': 14,
  'activity.evictionsPerSecond': 20,
  'activity.evictedPerSet': 1,
  'activity.lifetimeHitRatio': 0.98,
  'activity.getsPerSecond': 900,
};

for (const [of, unread] of [
  ['what was read', 0.1],
  ['what nobody reads', 1],
] as const) {
  test(`evictionSignatures leave a cache in peace that evicts ${of} and finds nearly all that is asked for`, () => {
    const facts = { ...full, 'activity.evictedUnfetchedShare': unread };

    const well = judgeFacts(evictionSignatures, 'memcached', { ...facts, 'activity.hitRatio': 0.99 }, 'memory is full');
    const ill = judgeFacts(evictionSignatures, 'memcached', { ...facts, 'activity.hitRatio': 0.6 }, 'memory is full');

    assert.deepEqual([well.confirmed, well.likely, ill.confirmed.length], [[], [], 1]);
  });
}
