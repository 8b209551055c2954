import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { persistenceSignatures } from '../../../../src/systems/redis/signatures/persistence.ts';
import { withRedis } from '../with-redis.ts';

/** BGSAVE, and until it has come to an end. */
async function save(redis: Redis): Promise<void> {
  await redis.bgsave().catch(() => undefined);
  for (let index = 0; index < 100; index += 1) {
    if (!(await redis.info('persistence')).includes('rdb_bgsave_in_progress:1')) return;
    await sleep(50);
  }
}

describe('persistenceSignatures', () => {
  it('all name the persistence probe', () => {
    assert.ok(persistenceSignatures.every((signature) => signature.probes.includes('persistence')));
  });

  it('a directory that is gone makes Redis refuse writes', async () => {
    await withRedis({ config: { save: '3600 1' } }, async ({ server, look }) => {
      const redis = await server.connect();
      await redis.set('a', '1');
      await rm(server.directory, { recursive: true });
      await save(redis);
      await assert.rejects(redis.set('b', '2'), /MISCONF/);

      const seen = await look();

      assert.deepEqual(seen.causes, ['bgsave-refuses-writes']);
      // It refuses even PING, and that is an answer: no look is lost for it.
      assert.deepEqual([seen.facts['server.isAnswering'], typeof seen.facts['latency.pingMsMedian']], [true, 'number']);
    });
  });

  it('the same without refusing is a lesser fault', async () => {
    await withRedis({ config: { save: '3600 1', 'stop-writes-on-bgsave-error': 'no' } }, async ({ server, look }) => {
      const redis = await server.connect();
      await redis.set('a', '1');
      await rm(server.directory, { recursive: true });
      await save(redis);

      assert.deepEqual((await look()).causes, ['bgsave-failing']);
    });
  });

  it('a Redis that saves as it should has no fault', async () => {
    await withRedis({ config: { save: '3600 1', appendonly: 'yes' } }, async ({ server, look }) => {
      const redis = await server.connect();
      await redis.set('a', '1');
      await save(redis);

      assert.deepEqual((await look()).confirmed, []);
    });
  });
});
