import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { forPeople, openEmbeddedStore, openPostgresStore } from '../../src/store/open-store.ts';
import { startPostgres } from '../support/postgres.ts';
import { systemClock } from '../support/system-clock.ts';
import { onBoth } from './on-both.ts';
import { sampleIncident } from './samples.ts';

onBoth('createStore()', (given) => {
  it('names its tenants and changes their names', async () => {
    const { store } = given();
    await store.ensureTenant('b', 'B');
    await store.ensureTenant('a', 'A');
    await store.ensureTenant('a', 'Another');

    assert.deepEqual(await store.tenantIds(), ['a', 'b']);
    assert.deepEqual(await given().asOwner(`select name from zhiban.tenants where id = 'a'`), [{ name: 'Another' }]);
    assert.throws(() => store.forTenant(''), { kind: 'invalid' });
    await assert.rejects(store.ensureTenant('', ''), { kind: 'invalid' });
  });

  it('wakes every listener of a tenant that has news, once committed, until it stops', async () => {
    const tenant = await given().tenant();
    const [first, second]: [string[], string[]] = [[], []];
    const stops = [await given().store.listen((id) => first.push(id)), await given().store.listen((id) => second.push(id))];

    await tenant.transaction(async (inside) => {
      await inside.incidents.create(sampleIncident());
      await sleep(20);
      assert.deepEqual(first, []);
    });
    while (first.length === 0 || second.length === 0) await sleep(5);
    await stops[0]?.();
    await tenant.incidents.change('inc_1', { title: 'b' });
    while (second.length === 1) await sleep(5);
    await stops[1]?.();

    assert.deepEqual([first, second], [[tenant.tenantId], [tenant.tenantId, tenant.tenantId]]);
  });

  it('is the same store for people', async () => {
    const tenant = await given().tenantWithIncident();
    const { store } = given();

    const people = forPeople(store).forTenant(tenant.tenantId);
    await people.incidents.change('inc_1', { alertsTotal: 7 });
    const seen = await people.transaction((inside) => inside.incidents.get('inc_1'));

    assert.equal(seen?.alertsTotal, 7);
    assert.equal((await tenant.incidents.get('inc_1'))?.alertsTotal, 7);
  });

  it('answers a ping', async () => {
    await given().store.ping();
  });
});

it('openEmbeddedStore() opens in memory, and fails calls once closed', async () => {
  const store = await openEmbeddedStore({ clock: systemClock });
  await store.ensureTenant('t', 'T');

  await store.close();

  await assert.rejects(store.ping(), { kind: 'unavailable' });
  await assert.rejects(store.forTenant('t').incidents.get('inc_1'), { kind: 'unavailable' });
});

it('openPostgresStore() opens one database from two processes at once', async () => {
  const server = await startPostgres();
  try {
    const stores = await Promise.all([1, 2, 3].map(() => openPostgresStore({ url: server.url, clock: systemClock })));

    await stores[0]?.ensureTenant('t', 'T');

    assert.deepEqual(await stores[1]?.tenantIds(), ['t']);
    await Promise.all(stores.map((store) => store.close()));
    await assert.rejects(stores[0]?.ping() ?? Promise.resolve(), { kind: 'unavailable' });
  } finally {
    await server.stop();
  }
});

it('forPeople() goes before the work that waits for the one connection of the embedded database', async () => {
  const store = await openEmbeddedStore({ clock: systemClock });
  try {
    await store.ensureTenant('t1', 't1');
    const [tenant, people] = [store.forTenant('t1'), forPeople(store).forTenant('t1')];
    const order: string[] = [];
    let finish = (): void => undefined;
    const isBusy = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const first = tenant.transaction(() => isBusy);

    const work = ['one', 'two'].map((name) => tenant.incidents.get(name).then(() => order.push(name)));
    const asked = people.incidents.get('inc_1').then(() => order.push('people'));
    finish();
    await Promise.all([first, asked, ...work]);

    assert.deepEqual(order, ['people', 'one', 'two']);
  } finally {
    await store.close();
  }
});
