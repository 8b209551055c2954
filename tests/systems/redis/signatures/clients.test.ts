import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { clientSignatures } from '../../../../src/systems/redis/signatures/clients.ts';
import { withRedis } from '../with-redis.ts';

/** Repeats every piece of work without a pause while the look is taken. */
async function whileBusy<T>(works: readonly (() => Promise<unknown>)[], look: () => Promise<T>): Promise<T> {
  let isOver = false;
  const loops = works.map(async (work) => {
    while (!isOver) await work().catch(() => sleep(5));
  });
  try {
    return await look();
  } finally {
    isOver = true;
    await Promise.all(loops);
  }
}

describe('clientSignatures', () => {
  it('have advice even where there is no action', () => {
    assert.ok(clientSignatures.every((signature) => signature.advice.en.length > 20));
  });

  it('an application that leaks idle connections is named', async () => {
    await withRedis({ config: { maxclients: '40' } }, async ({ server, client, entry, look }) => {
      await client.call(['PING'], { timeoutMs: 2_000, signal: AbortSignal.timeout(5_000) });
      for (let index = 0; index < 34; index += 1) await (await server.connect({ name: 'billing' })).ping();
      const web = await server.connect({ name: 'web' });

      const seen = await whileBusy([() => web.incr('visits').then(() => sleep(20))], () =>
        look({ settleMs: 2_500, parameters: { clients: { idleSeconds: 2 } } }),
      );

      assert.equal(entry.kind, 'redis');
      assert.deepEqual(seen.causes, ['connection-leak']);
      assert.match(String(seen.facts['clients.topGroup']), /^billing@/);
    });
  });

  it('connections that were opened and never used are a leak from the first second', async () => {
    await withRedis({ config: { maxclients: '30' } }, async ({ server, client, look }) => {
      await client.call(['PING'], { timeoutMs: 2_000, signal: AbortSignal.timeout(5_000) });
      const sockets = await Promise.all(
        Array.from({ length: 26 }, async () => {
          const socket = connect({ host: '127.0.0.1', port: server.port });
          socket.on('error', () => undefined);
          await new Promise((resolve) => socket.once('connect', resolve));
          return socket;
        }),
      );

      const seen = await look({ probes: ['server', 'clients', 'activity'] });
      for (const socket of sockets) socket.destroy();

      assert.deepEqual(seen.causes, ['connection-leak']);
    });
  });

  it('connections in use mean that the limit is low', async () => {
    await withRedis({ config: { maxclients: '20' } }, async ({ server, client, look }) => {
      await client.call(['PING'], { timeoutMs: 2_000, signal: AbortSignal.timeout(5_000) });
      const workers = await Promise.all(Array.from({ length: 18 }, (_, index) => server.connect({ name: `worker-${String(index % 6)}` })));
      const works = workers.map((worker) => async () => {
        await worker.incr('n');
        await sleep(30);
      });

      const seen = await whileBusy(works, () => look({ probes: ['server', 'clients', 'activity'] }));

      assert.deepEqual(seen.causes, ['maxclients-too-low']);
    });
  });

  it('nobody gets in at the limit, and that is said as such', async () => {
    await withRedis({ config: { maxclients: '3' } }, async ({ server, look }) => {
      for (let index = 0; index < 3; index += 1) await server.connect();

      const seen = await look({ probes: ['server'] });

      assert.deepEqual(seen.confirmed, ['maxclients-reached']);
    });
  });

  it('a client that connects for every request is churn', async () => {
    await withRedis({}, async ({ server, look }) => {
      const connectOnce = async (): Promise<void> => {
        const once = await server.connect();
        await once.get('x');
        once.disconnect();
        await sleep(2);
      };

      const seen = await whileBusy([connectOnce], () =>
        look({ probes: ['activity', 'clients'], parameters: { activity: { windowMs: 2_500 } } }),
      );

      assert.deepEqual(seen.causes, ['connection-churn']);
    });
  });

  it('an idle timeout of a few seconds is found', async () => {
    await withRedis({}, async ({ server, look }) => {
      await (await server.connect()).config('SET', 'timeout', '3');

      assert.deepEqual((await look()).causes, ['idle-timeout-too-short']);
    });
  });

  it('a forgotten MONITOR is found, ours is not', async () => {
    await withRedis({}, async ({ server, look }) => {
      const person = await server.connect({ name: 'laptop' });
      const monitor = await person.monitor();

      const seen = await look();
      monitor.disconnect();
      await sleep(200);
      const after = await look();

      assert.deepEqual(seen.causes, ['monitor-left-on']);
      assert.deepEqual(after.confirmed, []);
    });
  });

  it('writes held back by CLIENT PAUSE are told from consumers that wait', async () => {
    await withRedis({}, async ({ server, look }) => {
      const consumer = await server.connect({ name: 'consumer' });
      consumer.blpop('queue', 0).catch(() => undefined);
      assert.deepEqual((await look()).confirmed, []);
      const person = await server.connect();
      await person.call('CLIENT', 'PAUSE', '60000', 'WRITE');
      const web = await server.connect({ name: 'web' });
      web.set('a', 'b').catch(() => undefined);

      const seen = await look({ settleMs: 100 });

      assert.deepEqual(seen.causes, ['writes-paused']);
      assert.equal(seen.facts['clients.heldCommand'], 'set');
    });
  });
});
