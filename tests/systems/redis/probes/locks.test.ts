import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lockFacts } from '../../../../src/systems/redis/probes/locks.ts';
import { lockSignatures } from '../../../../src/systems/redis/signatures/locks.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';
import { withRedis } from '../with-redis.ts';

test('lockFacts() name the lock without an expiry that nobody has touched for longest', () => {
  const facts = lockFacts([
    { key: 'lock:a', ttlMs: 5_000, idleSeconds: 900 },
    { key: 'lock:b', ttlMs: -1, idleSeconds: 20 },
    { key: 'lock:c', ttlMs: -1, idleSeconds: 600 },
  ]);

  assert.deepEqual(
    [facts['locks.count'], facts['locks.forever'], facts['locks.oldest'], facts['locks.oldestIdleSeconds']],
    [3, 2, 'lock:c', 600],
  );
  assert.equal(lockFacts([])['locks.oldest'], '');
});

test('locks finds keys that are named as locks among others, on a real Redis', async () => {
  await withRedis({}, async ({ server, look }) => {
    const redis = await server.connect();
    for (let index = 0; index < 500; index += 1) await redis.set(`order:${String(index)}`, 'x');
    await redis.set('lock:settlement', 'worker-1');
    await redis.set('DIST_LOCK:report', 'worker-2', 'PX', 60_000);
    await redis.set('blocked:users', 'x');

    const { facts } = await look({ probes: ['locks'] });
    redis.disconnect();

    assert.deepEqual([facts['locks.count'], facts['locks.foreverNames'], facts['locks.database']], [2, 'lock:settlement', 0]);
  });
});

const stale = { 'locks.forever': 1, 'locks.foreverNames': 'lock:a', 'locks.oldest': 'lock:a', 'locks.oldestIdleSeconds': 1_200 };
for (const [claim, facts, words, confirmed] of [
  ['one that was left behind, to who misses its work', stale, '获取分布式锁失败,跳过本轮', ['lock-without-expiry']],
  ['nothing that nobody complains of', stale, 'memory is nearly full', []],
  ['nothing where all expire', { ...stale, 'locks.forever': 0 }, 'nobody gets the lock', []],
] as const)
  test(`lockSignatures confirm ${claim}`, () => {
    assert.deepEqual(judgeFacts(lockSignatures, 'redis', facts, words).confirmed, confirmed);
  });
