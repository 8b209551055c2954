import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hitSignatures } from '../../../../src/systems/memcached/signatures/hits.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

/** Two minutes after its start, with three of four reads missed. */
const young = {
  ...{ 'server.uptimeSeconds': 120, 'server.flushes': 0, 'activity.hitRatio': 0.25, 'activity.missesPerSecond': 90 },
  ...{ 'activity.getsPerSecond': 120, 'activity.lifetimeHitRatio': 0.3, 'activity.setsPerSecond': 90, 'activity.itemsPerSecond': 90 },
  'activity.lifetimeExpiredUnreadShare': 0,
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

for (const [claim, changed, expected] of [
  ['one that fills again after its restart is cold', { 'activity.setsPerSecond': 90, 'activity.itemsPerSecond': 85 }, 'cold-after-restart'],
  [
    'one whose items are gone before anybody reads them has TTLs that are too short, however young it is',
    { 'activity.setsPerSecond': 90, 'activity.itemsPerSecond': 0, 'activity.lifetimeExpiredUnreadShare': 0.9, 'activity.expiredShare': 0 },
    'ttl-too-short',
  ],
] as const) {
  test(`hitSignatures: ${claim}`, () => {
    const facts = { ...young, 'memory.evictions': 0, 'activity.lifetimeExpiredUnreadShare': 0, ...changed };

    const { confirmed } = judgeFacts(hitSignatures, 'memcached', facts, 'cache misses');

    assert.deepEqual(confirmed, [expected]);
  });
}

test('hitSignatures: a young cache into which nothing that is written stays is not called cold', () => {
  const facts = { ...young, 'memory.evictions': 0, 'activity.setsPerSecond': 90, 'activity.itemsPerSecond': 0 };

  const { confirmed, likely } = judgeFacts(hitSignatures, 'memcached', facts, 'cache misses');

  assert.ok(![...confirmed, ...likely].includes('cold-after-restart'));
});

test('hitSignatures: a ratio of next to nothing is no fault, and leaves none of them open', () => {
  const facts = {
    ...young,
    'memory.evictions': 0,
    'activity.hitRatio': null,
    'activity.missesPerSecond': 0.3,
    'activity.getsPerSecond': 0.5,
  };

  assert.deepEqual(judgeFacts(hitSignatures, 'memcached', facts, 'hit rate is low'), { confirmed: [], likely: [] });
});

/** Some hours ago it was warm; now all is missed. */
const unfilled = {
  ...young,
  ...{
    'memory.evictions': 0,
    'memory.storedTotal': 8_000,
    'activity.setsPerSecond': 0,
    'activity.itemsPerSecond': 0,
    'activity.hitRatio': 0,
  },
  ...{
    'activity.lifetimeHitRatio': 0.8,
    'activity.evictionsPerSecond': 0,
    'activity.lifetimeReads': 9_000,
    'server.flushedSecondsAgo': null,
  },
};

for (const [claim, changed, confirmed] of [
  ['one that was warm and is not written any more is not called cold', {}, ['writes-stopped']],
  ['so it is long after its start', { 'server.uptimeSeconds': 900_000 }, ['writes-stopped']],
  [
    'one that nobody has written since its start is cold',
    { 'memory.storedTotal': 0, 'activity.lifetimeHitRatio': 0 },
    ['cold-after-restart'],
  ],
  ['one that was flushed lately is told as that', { 'server.flushedSecondsAgo': 60, 'server.flushes': 1 }, ['flushed']],
  ['one that still hits is well', { 'activity.hitRatio': 0.9, 'activity.missesPerSecond': 4 }, []],
] as const) {
  test(`hitSignatures: ${claim}`, () => {
    const found = judgeFacts(hitSignatures, 'memcached', { ...unfilled, ...changed }, 'the hit ratio of the cache dropped').confirmed;

    assert.deepEqual(
      found.filter((id) => id !== 'hit-ratio-collapsed'),
      confirmed,
    );
  });
}
