import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cacheMemlimit, slabsAutomove } from '../../../src/systems/memcached/actions/settings.ts';
import { memcachedActions } from '../../../src/systems/memcached/actions.ts';
import { acting } from '../../support/acting.ts';
import { stores, withMemcached } from './scene.ts';

const limit = { timeoutMs: 3_000, signal: AbortSignal.timeout(30_000) };

describe('memcachedActions', () => {
  it('offer nothing that empties the cache', () => {
    assert.deepEqual(
      memcachedActions.filter(({ name }) => /flush/.test(name)),
      [],
    );
  });
});

describe('cacheMemlimit', () => {
  it('raises the limit, and brings exactly the old one back', async () => {
    await withMemcached(['-m', '10'], async ({ client, entry }) => {
      const old = (await client.stats('settings', limit)).get('maxbytes');
      const act = acting(cacheMemlimit, { megabytes: 16 }, client, entry);

      const before = await act.run();
      assert.equal((await client.stats('', limit)).get('limit_maxbytes'), String(16 * 1_048_576));
      assert.equal((await act.precheck()).state, 'already');
      assert.equal(await act.isApplied(before), true);
      await act.undo(before);

      assert.equal((await client.stats('settings', limit)).get('maxbytes'), old);
      assert.equal(await act.isApplied(before), false);
    });
  });

  it('is blocked where the old value could not be set again, and below what is in use', async () => {
    await withMemcached(['-m', '4'], async ({ client, entry }) => {
      assert.equal((await acting(cacheMemlimit, { megabytes: 16 }, client, entry).precheck()).state, 'blocked');
    });
    await withMemcached(['-m', '32'], async ({ server, client, entry }) => {
      await (await server.connect()).say(stores('k:', 0, 1_000, 10_000));

      assert.equal((await acting(cacheMemlimit, { megabytes: 8 }, client, entry).precheck()).state, 'blocked');
    });
  });

  it('is blocked, not thrown, when the server is gone', async () => {
    await withMemcached([], async ({ server, client, entry }) => {
      await server.stop();

      assert.equal((await acting(cacheMemlimit, { megabytes: 128 }, client, entry).precheck()).state, 'blocked');
    });
  });

  it('refuses what is no sensible limit', () => {
    for (const megabytes of [0, 7, 1.5, 2_000_000, '64']) assert.equal(cacheMemlimit.arguments.safeParse({ megabytes }).success, false);
  });
});

describe('slabsAutomove', () => {
  it('turns it on, and off again', async () => {
    await withMemcached(['-o', 'no_slab_automove,slab_automove=0'], async ({ client, entry }) => {
      const act = acting(slabsAutomove, { mode: 1 }, client, entry);

      const before = await act.run();
      assert.equal((await client.stats('settings', limit)).get('slab_automove'), '1');
      await act.undo(before);

      assert.equal((await client.stats('settings', limit)).get('slab_automove'), '0');
    });
  });

  it('is blocked where pages cannot move at all', async () => {
    await withMemcached(['-o', 'no_slab_reassign'], async ({ client, entry }) => {
      assert.equal((await acting(slabsAutomove, { mode: 1 }, client, entry).precheck()).state, 'blocked');
    });
  });
});
