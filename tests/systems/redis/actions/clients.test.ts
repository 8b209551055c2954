import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { killClient, killIdleClients, unpause } from '../../../../src/systems/redis/actions/clients.ts';
import { acting } from '../../../support/acting.ts';
import { until } from '../../../support/child.ts';
import { withRedis } from '../with-redis.ts';

describe('killClient', () => {
  it('closes that one connection and says that nothing brings it back', async () => {
    await withRedis({}, async ({ server, client, entry }) => {
      const [bad, good] = [await server.connect({ name: 'bad' }), await server.connect({ name: 'good' })];
      const line = String(await bad.client('INFO'));
      const [id, address] = [/id=(\d+)/.exec(line)?.[1] ?? '', /addr=(\S+)/.exec(line)?.[1] ?? ''];

      await acting(killClient, { id, address }, client, entry).run();

      assert.equal(await good.ping(), 'PONG');
      await assert.rejects(bad.ping());
      assert.ok('impossible' in killClient.undo);
      assert.equal((await acting(killClient, { id, address }, client, entry).precheck()).state, 'already');
    });
  });

  it('leaves an id alone that now belongs to another address', async () => {
    await withRedis({}, async ({ server, client, entry }) => {
      const line = String(await (await server.connect()).client('INFO'));
      const id = /id=(\d+)/.exec(line)?.[1] ?? '';

      assert.equal((await acting(killClient, { id, address: '203.0.113.9:1' }, client, entry).precheck()).state, 'blocked');
    });
  });
});

describe('killIdleClients', () => {
  it('closes the idle ones of that name, and no worker, waiter, subscriber or stranger', async () => {
    await withRedis({}, async ({ server, client, entry }) => {
      for (let index = 0; index < 12; index += 1) await server.connect({ name: 'leak' });
      const waiter = await server.connect({ name: 'leak' });
      waiter.blpop('q', 0).catch(() => undefined);
      const subscriber = await server.connect({ name: 'leak' });
      await subscriber.subscribe('c');
      const stranger = await server.connect({ name: 'other' });
      const worker = await server.connect({ name: 'leak' });
      const work = setInterval(() => void worker.ping().catch(() => undefined), 50).unref();
      await until(async () => idleOf(String(await stranger.client('LIST')), 'leak', 4).length === 14, 'the leak is idle', 60_000);
      const act = acting(killIdleClients, { by: 'name', value: 'leak', idleSeconds: 4 }, client, entry);

      const before = await act.run();
      clearInterval(work);

      assert.equal(before.count, 12);
      for (const alive of [worker, stranger]) assert.equal(await alive.ping(), 'PONG');
      const names = String(await stranger.client('LIST'));
      assert.equal([...names.matchAll(/name=leak/g)].length, 3);
      assert.equal(await act.isApplied(before), true);
    });
  });
});

describe('unpause', () => {
  it('lets held writes go', async () => {
    await withRedis({}, async ({ server, client, entry }) => {
      const person = await server.connect();
      await person.call('CLIENT', 'PAUSE', '60000', 'WRITE');
      const web = await server.connect();
      const written = web.set('a', 'b');
      await sleep(100);
      const act = acting(unpause, {}, client, entry);

      await act.run();

      assert.equal(await written, 'OK');
      assert.equal((await act.precheck()).state, 'already');
    });
  });
});

/** Lines of CLIENT LIST by name, of those that have done nothing for so long. */
function idleOf(list: string, name: string, seconds: number): readonly string[] {
  return list.split('\n').filter((line) => line.includes(` name=${name} `) && Number(/ idle=(\d+)/.exec(line)?.[1]) >= seconds);
}
