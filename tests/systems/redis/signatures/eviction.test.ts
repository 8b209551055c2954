import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Redis } from 'ioredis';
import { evictionSignatures } from '../../../../src/systems/redis/signatures/eviction.ts';
import { expirySignatures } from '../../../../src/systems/redis/signatures/expiry.ts';
import { lostDataSignatures } from '../../../../src/systems/redis/signatures/lost-data.ts';
import { withRedis } from '../with-redis.ts';

async function write(redis: Redis, count: number, bytes: number, seconds?: number): Promise<void> {
  for (let from = 0; from < count; from += 500) {
    const pipeline = redis.pipeline();
    for (let index = from; index < Math.min(count, from + 500); index += 1) {
      if (seconds === undefined) pipeline.set(`k:${String(index)}`, 'v'.repeat(bytes));
      else pipeline.set(`k:${String(index)}`, 'v'.repeat(bytes), 'EX', seconds);
    }
    await pipeline.exec();
  }
}

/** Reads keys by number while the look is taken. */
async function whileReading<T>(redis: Redis, keysMax: number, work: () => Promise<T>): Promise<T> {
  let isOver = false;
  const load = (async () => {
    for (let index = 0; !isOver; index += 1) await redis.get(`k:${String((index * 7_919) % keysMax)}`);
  })();
  try {
    return await work();
  } finally {
    isOver = true;
    await load;
  }
}

describe('evictionSignatures', () => {
  it('each has a refutation or a confirmation that speaks of now', () => {
    assert.ok(evictionSignatures.length + expirySignatures.length + lostDataSignatures.length >= 7);
  });

  it('a cache too small for its working set', async () => {
    await withRedis({ config: { maxmemory: '8mb', 'maxmemory-policy': 'allkeys-lru' } }, async ({ server, look }) => {
      const redis = await server.connect();
      await write(redis, 40_000, 300);

      assert.deepEqual((await look()).causes, ['eviction-storm']);
    });
  });

  it('a cache that is full and evicts a little is healthy', async () => {
    await withRedis({ config: { maxmemory: '8mb', 'maxmemory-policy': 'allkeys-lru' } }, async ({ server, look }) => {
      const redis = await server.connect();
      await write(redis, 12_500, 300);

      const seen = await look();

      assert.deepEqual(seen.confirmed, []);
    });
  });

  it('data wiped by FLUSHALL explains the misses', async () => {
    await withRedis({}, async ({ server, look }) => {
      const redis = await server.connect();
      await write(redis, 20_000, 300);
      for (let index = 0; index < 3_000; index += 1) await redis.get(`k:${String(index)}`);
      await redis.flushall();

      const seen = await whileReading(redis, 20_000, () => look());

      assert.deepEqual(seen.causes, ['flushed']);
    });
  });

  it('memory that is not given back after deletions is fragmentation', async () => {
    await withRedis({}, async ({ server, look }) => {
      const redis = await server.connect();
      await redis.eval("local v = string.rep('x', 2000) for i=1,90000 do redis.call('set', 'k:'..i, v) end", 0);
      await redis.eval("for i=1,90000 do if i % 16 ~= 0 then redis.call('del', 'k:'..i) end end", 0);
      await redis.slowlog('RESET');

      const seen = await look({ settleMs: 500 });

      assert.deepEqual(seen.causes, ['fragmentation']);
    });
  });

  it('a great many keys that expire at once', async () => {
    await withRedis({}, async ({ server, look }) => {
      const redis = await server.connect();
      await redis.eval("for i=1,300000 do redis.call('set', 'k:'..i, 'v', 'PX', 2500) end", 0);
      await redis.slowlog('RESET');

      const seen = await look({ settleMs: 1_500, parameters: { activity: { windowMs: 2_500 } } });

      assert.deepEqual(seen.causes, ['expire-storm']);
    });
  });
});
