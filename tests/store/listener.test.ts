import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { createListener } from '../../src/store/listener.ts';
import { openPostgresStore } from '../../src/store/open-store.ts';
import type { PostgresServer } from '../support/postgres.ts';
import { startPostgres } from '../support/postgres.ts';
import { systemClock as clock } from '../support/system-clock.ts';

describe('createListener()', () => {
  let server: PostgresServer;
  before(async () => {
    server = await startPostgres();
  });
  after(() => server?.stop());

  it('comes back after the server was away, and wakes every tenant once for what was missed', async () => {
    const store = await openPostgresStore({ url: server.url, clock });
    for (const id of ['a', 'b']) await store.ensureTenant(id, id);
    const woken: string[] = [];
    const stop = await store.listen((id) => woken.push(id));

    await server.kill();
    await sleep(300);
    await server.start();
    while (woken.length < 2) await sleep(10);
    await store.forTenant('a').events.emit('message', null, {});
    while (woken.length < 3) await sleep(10);

    assert.deepEqual(woken, ['a', 'b', 'a']);
    await stop();
    await store.close();
  });

  it('throws when the first connection fails, and can be tried again', async () => {
    let port = 1;
    const listener = createListener(() => new pg.Client({ connectionString: server.url, port, host: '127.0.0.1' }), clock);
    const woken: string[] = [];
    const refused = createListener(() => new pg.Client({ host: '127.0.0.1', port }), clock);

    await assert.rejects(
      refused.add(() => {}),
      { kind: 'unavailable' },
    );
    port = Number(new URL(server.url).port);
    const stop = await listener.add((id) => woken.push(id));
    const client = new pg.Client(server.url);
    await client.connect();
    await client.query(`notify zhiban_events, 'x'`);
    while (woken.length === 0) await sleep(5);

    assert.deepEqual(woken, ['x']);
    await client.end();
    await stop();
    await listener.close();
  });

  it('ends the connection with the last listener, so that the process can end', async () => {
    const clients: pg.Client[] = [];
    const listener = createListener(() => {
      const client = new pg.Client(server.url);
      clients.push(client);
      return client;
    }, clock);
    const stops = await Promise.all([listener.add(() => {}), listener.add(() => {})]);
    let isEnded = false;
    clients[0]?.on('end', () => {
      isEnded = true;
    });

    await stops[0]?.();
    assert.equal(isEnded, false);
    await stops[1]?.();

    assert.deepEqual([clients.length, isEnded], [1, true]);
    await (await listener.add(() => {}))();
    assert.equal(clients.length, 2);
  });
});
