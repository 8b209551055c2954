import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hitSignatures } from '../../../../src/systems/memcached/signatures/hits.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

/** Two minutes after its start, with three of four reads missed. */
const young = {
  ...{ 'server.uptimeSeconds': 120, 'server.flushes': 0, 'activity.hitRatio': 0.25, 'activity.missesPerSecond': 90 },
  ...{ 'activity.getsPerSecond': 120, 'activity.lifetimeHitRatio': 0.3 },
};

for (const [evictions, isCold] of [
  [0, true],
  [9_000, false],
] as const) {
  test(`hitSignatures: a young cache that has evicted ${evictions} items is ${isCold ? 'cold' : 'not cold: it has been full since'}`, () => {
    const { confirmed, likely } = judgeFacts(hitSignatures, 'memcached', { ...young, 'memory.evictions': evictions }, 'cache misses');

    assert.equal([...confirmed, ...likely].includes('cold-after-restart'), isCold);
  });
}
