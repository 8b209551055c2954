import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Store } from '../../src/store/contract.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { openDesk, people } from './desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

test('addChange() keeps a change once, says who told it, and masks what is secret', async () => {
  const { operations, as, store: own } = await openDesk(store);
  const input = { title: 'release with password=hunter2hunter2', kind: 'deploy', systems: ['main-valve', 'main-valve'], key: 'k' };

  const first = await operations.addChange(as(people.rita), input);
  const again = await operations.addChange(as(people.rita), input);

  assert.equal(again.id, first.id);
  assert.deepEqual([first.systemIds, first.author, first.title.includes('hunter2')], [['main-valve'], people.rita.name, false]);
  assert.deepEqual(
    (await operations.listChanges(as(people.vera), {})).map(({ id }) => id),
    [first.id],
  );
  const audited = await own.audit.list({ limit: 10 });
  assert.ok(audited.some(({ action, outcome, details }) => action === 'change.add' && outcome === 'ok' && details.isNew === true));
});

test('addChange() refuses what it can’t place, and those who may not', async () => {
  const { operations, as } = await openDesk(store);
  const add = (input: object) => operations.addChange(as(people.rita), { title: 'x', ...input });

  await assert.rejects(add({ systems: ['nowhere'] }), { kind: 'invalid', message: /nowhere.*main-valve/ });
  await assert.rejects(add({ at: 'soon' }), { kind: 'invalid', message: /ISO 8601/ });
  await assert.rejects(add({ at: new Date(Date.now() + 3_600_000).toISOString() }), { kind: 'invalid', message: /future/ });
  await assert.rejects(add({ kind: 'party' }), { kind: 'invalid', message: /deploy, config/ });
  await assert.rejects(operations.addChange(as(people.vera), { title: 'x' }), { kind: 'forbidden' });
});

test('addChange() of a pipeline leaves out systems that it alone knows', async () => {
  const { operations, as } = await openDesk(store);

  const change = await operations.addChange(as(people.rita), { title: 'x', systems: ['MAIN-VALVE', 'shop/elsewhere'], isLoose: true });

  assert.deepEqual(change.systemIds, ['main-valve']);
});
