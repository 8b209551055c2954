import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Redis } from 'ioredis';
import { slownessSignatures } from '../../../../src/systems/redis/signatures/slowness.ts';
import { withRedis } from '../with-redis.ts';

async function addKeys(redis: Redis, count: number): Promise<void> {
  await redis.eval("for i=1,tonumber(ARGV[1]) do redis.call('set', 'k:'..i, 'x') end", 0, String(count));
  await redis.slowlog('RESET');
}

describe('slownessSignatures', () => {
  it('look at the slow log or at what happens now', () => {
    const looks = ['slowlog', 'activity', 'latency', 'commands'];
    assert.ok(slownessSignatures.every((signature) => signature.probes.some((probe) => looks.includes(probe))));
  });

  it('KEYS on a large keyspace is the cause, and its user is known', async () => {
    await withRedis({}, async ({ server, look }) => {
      const admin = await server.connect();
      await addKeys(admin, 400_000);
      await admin.call('ACL', 'SETUSER', 'reports', 'on', '>pw', '~*', '+@all');
      const reports = await server.connect({ username: 'reports', password: 'pw', name: 'reports' });
      for (let index = 0; index < 4; index += 1) await reports.keys('k:1*');

      const seen = await look();

      assert.deepEqual(seen.causes, ['keys-command']);
      assert.equal(seen.facts['slowlog.topUser'], 'reports');
      assert.equal(seen.facts['slowlog.topKey'], 'k:1*');
    });
  });

  it('reading a huge collection as a whole names command and key', async () => {
    await withRedis({ config: { 'slowlog-log-slower-than': '1000' } }, async ({ server, look }) => {
      const redis = await server.connect({ name: 'feed' });
      await redis.eval("for i=1,300000 do redis.call('sadd', 'followers', 'member-number-'..i) end", 0);
      await redis.slowlog('RESET');
      for (let index = 0; index < 4; index += 1) await redis.smembers('followers');

      const seen = await look();

      assert.deepEqual([...seen.causes].sort(), ['big-key', 'slow-collection-command']);
      assert.equal(seen.facts['slowlog.topKey'], 'followers');
      assert.equal(seen.facts['bigkeys.topKey'], 'followers');
    });
  });

  it('a slow script is told from the commands inside it', async () => {
    await withRedis({}, async ({ server, look }) => {
      const redis = await server.connect();
      for (let index = 0; index < 3; index += 1) await redis.eval('local n = 0 for i=1,20000000 do n = n + i end return n', 0);

      assert.deepEqual((await look()).causes, ['slow-script']);
    });
  });

  it('an admin command that blocks again and again is named', async () => {
    await withRedis({}, async ({ server, look }) => {
      const redis = await server.connect();
      for (let index = 0; index < 3; index += 1) await redis.call('DEBUG', 'SLEEP', '0.4');

      assert.deepEqual((await look()).causes, ['blocking-admin-command']);
    });
  });

  it('one key that takes the traffic is hot; traffic over many keys is not', async () => {
    await withRedis({}, async ({ server, look }) => {
      const redis = await server.connect();
      const play = async (keyOf: (index: number) => string): Promise<Awaited<ReturnType<typeof look>>> => {
        let isOver = false;
        const load = (async () => {
          for (let round = 0; !isOver; round += 1) {
            const pipeline = redis.pipeline();
            for (let index = 0; index < 200; index += 1) pipeline.get(keyOf(round * 200 + index));
            await pipeline.exec();
          }
        })();
        const seen = await look({ probes: ['activity', 'hotkeys'] });
        isOver = true;
        await load;
        return seen;
      };

      const even = await play((index) => `item:${String(index % 5_000)}`);
      const skewed = await play((index) => (index % 10 === 0 ? `item:${String(index)}` : 'item:of-the-day'));

      assert.ok(!even.causes.includes('hot-key'));
      assert.deepEqual(skewed.causes, ['hot-key']);
      assert.equal(skewed.facts['hotkeys.topKey'], 'item:of-the-day');
    });
  });

  it('a slow log that is off is said when something was slow', async () => {
    await withRedis({ config: { 'slowlog-log-slower-than': '-1' } }, async ({ server, look }) => {
      const redis = await server.connect();
      await redis.eval('local n = 0 for i=1,20000000 do n = n + i end return n', 0);

      assert.deepEqual((await look()).confirmed, ['slowlog-off']);
    });
  });

  it('a slow command of long ago is no cause now', async () => {
    await withRedis({}, async ({ server, look }) => {
      const redis = await server.connect();
      await redis.call('DEBUG', 'SLEEP', '0.4');
      await redis.slowlog('RESET');

      assert.deepEqual((await look()).confirmed, []);
    });
  });
});
