/** Real servers, broken for real: small memories, taken connections, stopped processes. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectionsOf } from '../../../src/systems/memcached/probes/connections.ts';
import { memcachedSignatures } from '../../../src/systems/memcached/signatures.ts';
import { memcachedKind } from '../../../src/systems/memcached/system.ts';
import { diagnoseSystem } from '../../support/diagnose.ts';
import { freePort } from '../../support/peers.ts';
import { clientOf, entryOf, reads, stores, whileBusy, withMemcached } from './scene.ts';

/** 0, 50, 100 and so on. */
function counter(step: number): () => number {
  let last = -step;
  return () => {
    last += step;
    return last;
  };
}

const looked = ['server', 'memory', 'activity', 'connections', 'slabs', 'settings'];

describe('memcachedSignatures', () => {
  it('have advice even where there is no action', () => {
    assert.ok(memcachedSignatures.every((signature) => signature.advice.en.length > 20));
  });

  it('find nothing wrong with a busy, healthy cache', async () => {
    await withMemcached([], async ({ server, look }) => {
      const app = await server.connect();
      await app.say(stores('user:', 0, 500, 300));

      const seen = await whileBusy(
        () => app.say(reads('user:', 0, 100)),
        () => look(),
      );

      assert.deepEqual(seen.confirmed, []);
      assert.deepEqual(seen.likely, []);
    });
  });

  it('a cache smaller than what is read again and again', async () => {
    await withMemcached(['-m', '8'], async ({ server, look }) => {
      const app = await server.connect();
      let from = 0;
      // Every item is read once it is written, and written again when it is gone.
      const work = async () => {
        from = (from + 50) % 2_000;
        await app.say(`${reads('page:', from, 50)}\r\n${stores('page:', from, 50, 10_000)}\r\n${reads('page:', from, 50)}`);
        await app.say(reads('page:', from, 50));
      };
      for (let index = 0; index < 40; index += 1) await work();

      const seen = await whileBusy(work, () => look({ probes: looked }));

      assert.deepEqual(seen.causes, ['cache-too-small']);
      assert.equal(seen.facts['memory.suggestedMegabytes'], 12);
    });
  });

  it('a batch that fills it with what nobody reads', async () => {
    await withMemcached(['-m', '8'], async ({ server, look }) => {
      const batch = await server.connect();
      const next = counter(50);
      const work = () => batch.say(stores('export:', next(), 50, 10_000));
      for (let index = 0; index < 40; index += 1) await work();

      const seen = await whileBusy(work, () => look());

      assert.deepEqual(seen.causes, ['filled-with-unread-items']);
      assert.equal(seen.facts['keys.storedPrefix'], 'export:');
    });
  });

  it('pages that stayed with a size that is no longer written', async () => {
    await withMemcached(['-m', '8', '-o', 'no_lru_maintainer,slab_automove=0'], async ({ server, look }) => {
      const app = await server.connect();
      await app.say(stores('old:', 0, 7_000, 1_000));
      for (let from = 0; from < 7_000; from += 1_000)
        await app.say(Array.from({ length: 1_000 }, (_, index) => `delete old:${String(from + index)} noreply`).join('\r\n'));
      const next = counter(50);
      const work = () => app.say(stores('new:', next(), 50, 10_000));
      for (let index = 0; index < 10; index += 1) await work();

      const seen = await whileBusy(work, () => look({ probes: looked }));

      assert.deepEqual(seen.causes, ['slab-imbalance']);
      assert.equal(seen.facts['slabs.automove'], 0);
    });
  });

  it('writes refused where nothing may be evicted', async () => {
    await withMemcached(['-m', '8', '-M'], async ({ server, look }) => {
      const app = await server.connect();
      const next = counter(50);
      const work = () => app.say(stores('x:', next(), 50, 10_000));
      for (let index = 0; index < 30; index += 1) await work();

      const seen = await whileBusy(work, () => look({ probes: looked }));

      assert.deepEqual(seen.causes, ['writes-refused-for-memory']);
    });
  });

  it('items beyond the size limit', async () => {
    await withMemcached(['-m', '64'], async ({ server, look }) => {
      const app = await server.connect();

      const seen = await whileBusy(
        () => app.say(stores('big:', 0, 1, 1_100_000)),
        () => look({ probes: looked }),
      );

      assert.deepEqual(seen.causes, ['item-too-large']);
    });
  });

  it('flush_all, and the misses after it', async () => {
    await withMemcached([], async ({ server, look }) => {
      const app = await server.connect();
      await app.say(stores('user:', 0, 500, 300));
      for (let index = 0; index < 5; index += 1) await app.say(reads('user:', 0, 500));
      await app.say('flush_all');

      const seen = await whileBusy(
        () => app.say(reads('user:', 0, 500)),
        () => look({ probes: looked }),
      );

      assert.deepEqual(seen.causes, ['flushed']);
    });
  });

  it('a restart that emptied it', async () => {
    await withMemcached([], async ({ server, look }) => {
      const app = await server.connect();

      const seen = await whileBusy(
        () => app.say(reads('user:', 0, 100)),
        () => look({ probes: looked }),
      );

      assert.deepEqual(seen.causes, ['cold-after-restart']);
    });
  });

  it('an application that leaks connections up to the limit', async () => {
    await withMemcached(['-c', '40'], async ({ server, client, look }) => {
      await client.warm?.();
      for (let index = 0; index < 60; index += 1) await server.connect();

      // memcached counts idleness in whole seconds.
      const limit = { timeoutMs: 5_000, signal: AbortSignal.timeout(60_000) };
      const isIdle = async () => connectionsOf(await client.stats('conns', limit)).filter(({ idleSeconds }) => idleSeconds > 0).length > 20;
      while (!(await isIdle())) await sleep(100);

      const seen = await look({ probes: looked, parameters: { connections: { idleSeconds: 1 } } });

      assert.deepEqual(seen.causes, ['connection-leak']);
      assert.equal(seen.facts['server.newcomers'], 'refused');
    });
  });

  it('nobody gets in at the limit, and that is said as such', async () => {
    await withMemcached(['-c', '21'], async ({ server, look }) => {
      for (let index = 0; index < 40; index += 1) await server.connect();

      const seen = await look({ probes: ['server'] });

      assert.deepEqual(seen.confirmed, ['connections-at-limit']);
    });
  });

  it('a process that is gone, a stopped one and a name that does not resolve', async () => {
    await withMemcached([], async ({ server, look }) => {
      server.signal('SIGSTOP');
      const stopped = await look({ probes: ['server', 'memory'] });
      server.signal('SIGCONT');
      const resumed = await look({ probes: ['server', 'memory'] });

      assert.deepEqual([stopped.causes, resumed.confirmed], [['not-answering'], []]);
    });
    const causesAt = async (given: Readonly<Record<string, unknown>>) => {
      const entry = entryOf(await freePort(), given);
      const client = clientOf(entry);
      return (await diagnoseSystem(memcachedKind, client, entry, { probes: ['server'] })).causes;
    };
    assert.deepEqual(await causesAt({}), ['process-gone']);
    assert.deepEqual(await causesAt({ host: 'no-such-host.invalid' }), ['name-not-resolved']);
  });
});
