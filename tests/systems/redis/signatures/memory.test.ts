import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Redis } from 'ioredis';
import { memorySignatures } from '../../../../src/systems/redis/signatures/memory.ts';
import { startRedis } from '../../../support/redis.ts';
import { diagnose, redisClient, redisEntry } from '../diagnose.ts';
import { withRedis } from '../with-redis.ts';

/** Writes until Redis refuses, as an application would that nobody stops. */
async function fill(redis: Redis, write: (pipeline: ReturnType<Redis['pipeline']>, index: number) => void, rounds = 400): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const pipeline = redis.pipeline();
    for (let index = 0; index < 500; index += 1) write(pipeline, round * 500 + index);
    const answers = (await pipeline.exec()) ?? [];
    if (answers.some(([error]) => error !== null)) return;
  }
}

describe('memorySignatures', () => {
  it('are all about memory and name the probe that shows it', () => {
    assert.ok(memorySignatures.every((signature) => signature.probes.includes('memory')));
  });

  it('a list that nobody consumes is the cause, not a small Redis', async () => {
    await withRedis({ config: { maxmemory: '20mb' } }, async ({ server, look }) => {
      const application = await server.connect();
      await fill(application, (pipeline, index) => void pipeline.set(`sess:${String(index % 2_000)}`, 'x'), 4);
      await fill(application, (pipeline) => void pipeline.rpush('queue:events', 'e'.repeat(600)));

      const seen = await look();

      assert.deepEqual(seen.causes, ['unbounded-collection']);
      assert.equal(seen.facts['bigkeys.topKey'], 'queue:events');
      assert.ok(seen.refuted.includes('keys-without-expiry') || !seen.likely.includes('keys-without-expiry'));
    });
  });

  it('the same holds for a stream, a hash, a set and a sorted set', async () => {
    const writes: Readonly<Record<string, (pipeline: ReturnType<Redis['pipeline']>, index: number) => void>> = {
      stream: (pipeline) => void pipeline.xadd('s', '*', 'body', 'e'.repeat(500)),
      hash: (pipeline, index) => void pipeline.hset('h', String(index), 'e'.repeat(500)),
      set: (pipeline, index) => void pipeline.sadd('s', `${String(index)}${'e'.repeat(500)}`),
      zset: (pipeline, index) => void pipeline.zadd('z', index, `${String(index)}${'e'.repeat(500)}`),
    };
    for (const [type, write] of Object.entries(writes)) {
      await withRedis({ config: { maxmemory: '12mb' } }, async ({ server, look }) => {
        await fill(await server.connect(), write);

        const seen = await look();

        assert.deepEqual(seen.causes, ['unbounded-collection'], type);
        assert.equal(seen.facts['bigkeys.topType'], type);
      });
    }
  });

  it('many small keys without expiry are told from one big one', async () => {
    await withRedis({ config: { maxmemory: '20mb' } }, async ({ server, look }) => {
      await fill(await server.connect(), (pipeline, index) => void pipeline.set(`user:${String(index)}:profile`, 'p'.repeat(300)));

      const seen = await look();

      assert.deepEqual(seen.causes, ['keys-without-expiry']);
      assert.equal(seen.facts['bigkeys.topPrefix'], 'user:');
    });
  });

  it('a policy that only evicts expiring keys is as good as none when nothing expires', async () => {
    await withRedis({ config: { maxmemory: '12mb', 'maxmemory-policy': 'volatile-lru' } }, async ({ server, look }) => {
      await fill(await server.connect(), (pipeline, index) => void pipeline.set(`k:${String(index)}`, 'p'.repeat(300)));

      assert.deepEqual((await look()).causes, ['keys-without-expiry']);
    });
  });

  it('keys that do expire and still do not fit mean that the limit is too small', async () => {
    await withRedis({ config: { maxmemory: '12mb' } }, async ({ server, look }) => {
      await fill(await server.connect(), (pipeline, index) => void pipeline.set(`k:${String(index)}`, 'p'.repeat(300), 'EX', 3_600));

      assert.deepEqual((await look()).causes, ['maxmemory-too-small']);
    });
  });

  it('a limit that was lowered at run time is named as such', async () => {
    await withRedis({ config: { maxmemory: '200mb' } }, async ({ server, look }) => {
      const application = await server.connect();
      await fill(application, (pipeline, index) => void pipeline.set(`k:${String(index)}`, 'p'.repeat(300), 'EX', 3_600), 100);
      await application.config('SET', 'maxmemory', '10mb');
      await application.set('more', 'x').catch(() => undefined);

      assert.deepEqual((await look()).causes, ['maxmemory-lowered']);
    });
  });

  it('a subscriber that does not read fills the buffers, not the data', async () => {
    await withRedis({ config: { maxmemory: '60mb', 'client-output-buffer-limit': 'pubsub 0 0 0' } }, async ({ server, look }) => {
      const slow = await server.connect({ name: 'slow-subscriber' });
      await slow.subscribe('news');
      slow.stream.pause();
      const publisher = await server.connect();
      for (let index = 0; index < 48; index += 1) await publisher.publish('news', 'n'.repeat(1_000_000));

      const seen = await look({ settleMs: 1_200 });

      assert.deepEqual(seen.causes, ['client-buffers']);
      assert.equal(seen.facts['clients.heaviestName'], 'slow-subscriber');
    });
  });

  it('scripts with parameters in their text pile up', async () => {
    await withRedis({}, async ({ server, look }) => {
      const application = await server.connect();
      for (let round = 0; round < 12; round += 1) {
        const pipeline = application.pipeline();
        for (let index = 0; index < 500; index += 1) pipeline.eval(`return ${String(round * 500 + index)}`, 0);
        await pipeline.exec();
      }

      assert.deepEqual((await look()).causes, ['script-memory']);
    });
  });

  it('a Redis in ordinary use has no fault, nor one with an old and settled OOM', async () => {
    await withRedis({ config: { maxmemory: '40mb' } }, async ({ server, look }) => {
      const application = await server.connect();
      await fill(application, (pipeline, index) => void pipeline.set(`k:${String(index)}`, 'p'.repeat(300)));
      await application.flushall();
      await fill(application, (pipeline, index) => void pipeline.set(`k:${String(index)}`, 'v'), 10);
      await fill(application, (pipeline) => void pipeline.rpush('recent', 'x'), 4);

      const seen = await look();

      assert.ok(Number(seen.facts['errors.OOM']) > 0);
      assert.deepEqual(seen.confirmed, []);
    });
  });

  it('a big list alone is no fault', async () => {
    const server = await startRedis();
    const entry = redisEntry(server.url);
    const client = redisClient(entry);
    try {
      const application = await server.connect();
      await fill(application, (pipeline) => void pipeline.rpush('archive', 'e'.repeat(300)), 40);

      const seen = await diagnose(client, entry);

      assert.ok(Number(seen.facts['bigkeys.topShare']) > 0.5);
      assert.deepEqual(seen.confirmed, []);
    } finally {
      await client.close();
      await server.stop();
    }
  });
});
