import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { sql } from '../../src/store/drizzle.ts';
import { openPostgresStore } from '../../src/store/open-store.ts';
import { openPostgresDatabase } from '../../src/store/postgres-database.ts';
import type { PostgresServer } from '../support/postgres.ts';
import { startPostgres } from '../support/postgres.ts';
import { systemClock as clock } from '../support/system-clock.ts';
import { sampleIncident } from './samples.ts';

describe('openPostgresDatabase()', () => {
  let server: PostgresServer;
  before(async () => {
    server = await startPostgres();
  });
  after(() => server?.stop());

  for (const [name, end] of [
    ['an orderly restart', 'halt'],
    ['a crash', 'kill'],
  ] as const) {
    it(`outlives ${name} of the server`, async () => {
      const store = await openPostgresStore({ url: await server.createDatabase(end), clock });
      await store.ensureTenant('t', 'T');
      const tenant = store.forTenant('t');
      await Promise.all([1, 2, 3, 4].map((id) => tenant.incidents.create(sampleIncident({ id: `inc_${id}` }))));

      await server[end]();
      const away = await Promise.allSettled([store.ping(), tenant.incidents.get('inc_1'), tenant.incidents.change('inc_1', {})]);
      await server.start();

      assert.deepEqual(
        away.map((each) => (each.status === 'rejected' ? each.reason.kind : each.status)),
        ['unavailable', 'unavailable', 'unavailable'],
      );
      const found = await Promise.all([1, 2, 3, 4].map((id) => tenant.incidents.get(`inc_${id}`)));
      assert.deepEqual(
        found.map((incident) => incident?.id),
        ['inc_1', 'inc_2', 'inc_3', 'inc_4'],
      );
      await store.close();
    });
  }

  it('fails the work that the server went away from, and writes nothing of it', async () => {
    const store = await openPostgresStore({ url: await server.createDatabase('mid'), clock });
    await store.ensureTenant('t', 'T');
    const tenant = store.forTenant('t');
    const cut = tenant.transaction(async (inside) => {
      await inside.incidents.create(sampleIncident());
      await server.kill();
      await inside.incidents.change('inc_1', {});
    });

    await assert.rejects(cut, { kind: 'unavailable' });
    await server.start();
    assert.equal(await tenant.incidents.get('inc_1'), null);
    await store.close();
  });

  it('never repeats the URL or the password', async () => {
    const secret = 'hunter2-very-secret';
    const urls = [
      server.urlOf({ password: secret }),
      server.urlOf({ user: 'nobody', password: secret }),
      server.urlOf({ database: 'none' }),
      `postgresql://zhiban:${secret}@127.0.0.1:1/postgres`,
      `postgresql://zhiban:${secret}@no-such-host.invalid/postgres`,
      `postgresql://zhiban:${secret}@127.0.0.1:notaport/postgres`,
    ];
    for (const url of urls) {
      const error = await openPostgresDatabase({ url, clock }).then(
        () => assert.fail('it opened'),
        (thrown: unknown) => thrown,
      );

      assert.ok(error instanceof Error);
      const shown = `${error.message} ${error.stack} ${JSON.stringify(error)} ${JSON.stringify(Object.entries(error))} ${error.cause}`;
      assert.doesNotMatch(shown, new RegExp(`${secret}|not-a-secret|postgresql://zhiban`), error.message);
    }
  });

  it('tells a login without rights what an administrator has to run', async () => {
    const url = await server.createDatabase('poor');
    const poor = server.urlOf({ database: 'poor', user: 'poor', password: 'poor' });
    await asOwner(url, "create role poor login password 'poor'; grant all on database poor to poor");
    await assert.rejects(openPostgresDatabase({ url: poor, clock }), {
      kind: 'forbidden',
      message: /CREATE ROLE zhiban_app NOLOGIN; GRANT zhiban_app TO/,
    });

    await asOwner(url, 'grant zhiban_app to poor');

    const store = await openPostgresStore({ url: poor, clock });
    await store.ensureTenant('t', 'T');
    assert.equal((await store.forTenant('t').incidents.create(sampleIncident())).code, 'ZB-1');
    await store.close();
  });

  it('ends a statement that takes too long', async () => {
    const database = await openPostgresDatabase({ url: await server.createDatabase('slow'), clock, statementTimeoutMs: 100 });

    await assert.rejects(
      database.transaction('t', (session) => session.execute(sql`select pg_sleep(30)`)),
      { kind: 'unavailable', message: /statement timeout/ },
    );
    await database.close();
  });

  it('carries nothing over to the next user of a connection', async () => {
    const database = await openPostgresDatabase({ url: await server.createDatabase('pooled'), clock, poolMax: 1 });
    await database.transaction('t', (session) => session.execute(sql`select 1`));

    const settings = await database.transaction('', (session) =>
      session.execute(sql`select current_setting('zhiban.tenant') as tenant, current_user as role`),
    );

    assert.match(JSON.stringify(settings), /"tenant":"","role":"zhiban_app"/);
    await database.close();
  });
});

async function asOwner(url: string, statements: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(statements);
  await client.end();
}
