import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expireKey, moveKeyAside, trimList } from '../../../../src/systems/redis/actions/keys.ts';
import { acting } from '../../../support/acting.ts';
import { withRedis } from '../with-redis.ts';

describe('moveKeyAside', () => {
  it('renames the key and renames it back, with its expiry, in its own database', async () => {
    await withRedis({}, async ({ server, client, entry }) => {
      const redis = await server.connect();
      await redis.select(3);
      await redis.set('cart:9', 'content', 'EX', 5_000);
      const act = acting(moveKeyAside, { key: 'cart:9', database: 3 }, client, entry);

      const before = await act.run();
      assert.equal(await redis.exists('cart:9'), 0);
      assert.equal((await act.precheck()).state, 'already');
      await act.undo(before);

      assert.equal(await redis.get('cart:9'), 'content');
      assert.ok((await redis.ttl('cart:9')) > 4_900);
    });
  });

  it('does not overwrite a key that was written anew', async () => {
    await withRedis({}, async ({ server, client, entry }) => {
      const redis = await server.connect();
      await redis.set('k', 'old');
      const act = acting(moveKeyAside, { key: 'k' }, client, entry);
      const before = await act.run();
      await redis.set('k', 'new');

      await assert.rejects(act.undo(before), /written anew/);
      assert.equal(await redis.get('k'), 'new');
    });
  });
});

describe('expireKey', () => {
  it('gives a key an end and brings the old one back, or none', async () => {
    await withRedis({}, async ({ server, client, entry }) => {
      const redis = await server.connect();
      await redis.set('forever', 'x');
      await redis.set('later', 'x', 'EX', 90_000);
      for (const key of ['forever', 'later']) {
        const act = acting(expireKey, { key, seconds: 600 }, client, entry);
        const before = await act.run();
        assert.ok((await redis.ttl(key)) <= 600);
        await act.undo(before);
      }

      assert.equal(await redis.ttl('forever'), -1);
      assert.ok((await redis.ttl('later')) > 89_900);
    });
  });
});

describe('trimList', () => {
  it('keeps one side of a list, is critical and says that the rest is lost', async () => {
    await withRedis({}, async ({ server, client, entry }) => {
      const redis = await server.connect();
      await redis.rpush('q', ...Array.from({ length: 500 }, (_, index) => String(index)));
      const act = acting(trimList, { key: 'q', keep: 100 }, client, entry);

      const before = await act.run();

      assert.deepEqual([await redis.llen('q'), await redis.lindex('q', -1)], [100, '499']);
      assert.equal(await act.isApplied(before), true);
      assert.equal(trimList.risk, 'critical');
      assert.ok('impossible' in trimList.undo);
      assert.equal((await act.precheck()).state, 'already');
    });
  });

  it('refuses what is not a list', async () => {
    await withRedis({}, async ({ server, client, entry }) => {
      await (await server.connect()).set('s', 'x');

      assert.equal((await acting(trimList, { key: 's', keep: 1 }, client, entry).precheck()).state, 'blocked');
      assert.equal((await acting(trimList, { key: 'missing', keep: 1 }, client, entry).precheck()).state, 'blocked');
    });
  });
});
