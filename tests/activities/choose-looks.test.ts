import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { lookOrder } from '../../src/activities/choose-looks.ts';
import type { Store } from '../../src/store/contract.ts';
import { openStore, openWorld } from './world.ts';

let store: Store;
before(async () => {
  store = await openStore();
});
after(() => store.close());

test('chooseLooks() takes what is cheap, what is moderate nearby, and what is heavy only when the words ask for it', async () => {
  const world = await openWorld(store);
  const calm = await world.incident({ title: 'Pressure is low' });
  const hinted = await world.incident({ title: 'There is a crack in the tank' });

  const usual = (await world.activities.chooseLooks(calm.scope)).map(({ probe }) => probe);
  const asked = (await world.activities.chooseLooks(hinted.scope)).map(({ probe }) => probe);

  assert.deepEqual([...usual].sort(), ['level', 'recent-changes']);
  assert.ok(asked.includes('survey'));
});

test('chooseLooks() begins with the named system and what the words hint at', async () => {
  const world = await openWorld(store, { entries: [{ id: 'other-tank' }, { id: 'main-tank', dependsOn: ['other-tank'] }] });
  const { scope } = await world.incident();

  const orders = await world.activities.chooseLooks(scope);

  assert.deepEqual([orders[0]?.systemId, orders[0]?.probe], ['main-tank', 'level']);
  assert.ok(orders.some(({ systemId }) => systemId === 'other-tank'));
});

test('chooseLooks() leaves alone what has nothing to do with it', async () => {
  const world = await openWorld(store, { entries: [{ id: 'main-tank' }, { id: 'far-tank' }] });
  const { scope } = await world.incident();

  const systems = new Set((await world.activities.chooseLooks(scope)).map(({ systemId }) => systemId));

  assert.deepEqual([...systems], ['main-tank']);
});

test('chooseLooks() says how many looks are planned, within the budget', async () => {
  const world = await openWorld(store);
  const { scope } = await world.incident();

  const orders = await world.activities.chooseLooks(scope);

  assert.deepEqual((await world.read(scope)).looks, { done: 0, planned: orders.length });
});

test('lookOrder() has the same key for the same look, whatever the order of its parameters', async () => {
  const { deps } = await openWorld(store);
  const system = deps.pool.get('main-tank');
  const [probe] = system?.kind.probes ?? [];
  assert.ok(system && probe);

  const one = lookOrder(system, probe, { a: 1, b: 2 }, 1, 'first-pass');
  const other = lookOrder(system, probe, { b: 2, a: 1 }, 3, 'llm');

  assert.equal(one.key, other.key);
  assert.notEqual(one.key, lookOrder(system, probe, { a: 2, b: 2 }, 1, 'first-pass').key);
});
