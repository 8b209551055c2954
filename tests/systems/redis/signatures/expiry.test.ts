import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expirySignatures } from '../../../../src/systems/redis/signatures/expiry.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';
import { withRedis } from '../with-redis.ts';

const asked = 'the hit ratio falls to nothing every half hour';
const waves = {
  ...{ 'expiry.sampled': 400, 'expiry.togetherRatio': 0.9, 'expiry.togetherKeys': 8_000, 'keyspace.expiring': 9_000 },
  ...{ 'keyspace.expiredTotal': 40_000, 'keyspace.misses': 3_000 },
};
const unfilled = {
  ...{ 'activity.fillsPerSecond': 0, 'activity.readsPerSecond': 100, 'activity.missesPerSecond': 90, 'keyspace.hitRatio': 0.9 },
  ...{ 'keyspace.expiredTotal': 5_000, 'keyspace.keys': 10, 'keyspace.evictedTotal': 0 },
};
const calm = {
  'activity.expiredPerSecond': 1_500,
  'activity.fillsPerSecond': 1_500,
  'activity.expireCapReached': 0,
  'keyspace.stalePercent': 2,
};

for (const [claim, facts, words, expected] of [
  ['keys fall together again and again', waves, asked, ['expire-together']],
  ['nobody asks about it', waves, 'memory is high', []],
  ['they were loaded together, and none has expired yet', { ...waves, 'keyspace.expiredTotal': 0 }, asked, []],
  ['nobody misses them', { ...waves, 'keyspace.misses': 0 }, asked, []],
  ['nobody writes any more', unfilled, asked, ['writes-stopped']],
  ['what is missed is written back', { ...unfilled, 'activity.fillsPerSecond': 80 }, asked, []],
  ['they ask for what never was', { ...unfilled, 'keyspace.hitRatio': 0.1 }, asked, []],
  ['as much is written as expires', calm, 'expired_keys climbs', []],
  ['much more expires than is written', { ...calm, 'activity.fillsPerSecond': 10 }, 'expired_keys climbs', ['expire-storm']],
] as const) {
  test(`expirySignatures: ${claim}`, () => {
    assert.deepEqual(judgeFacts(expirySignatures, 'redis', facts, words).confirmed, expected);
  });
}

test('expirySignatures: a Redis whose keys were loaded with one TTL, and had been before', async () => {
  await withRedis({}, async ({ server, look }) => {
    const redis = await server.connect();
    const load = (ms: number) => redis.eval(`for i=1,2000 do redis.call('set', 'k:'..i, 'v', 'PX', ${String(ms)}) end`, 0);
    await load(100);
    await new Promise((later) => setTimeout(later, 300));
    for (let index = 1; index <= 300; index += 1) await redis.get(`k:${String(index)}`);
    await load(60_000);

    const seen = await look({ probes: ['bigkeys', 'keyspace', 'activity'], words: asked });

    assert.deepEqual(seen.confirmed, ['expire-together']);
  });
});
