import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Store } from '../../src/store/contract.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { openBotDesk, wordsOf } from './desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

test('lookReply() shows the finding and the command; no incident is opened for it', async () => {
  const at = await openBotDesk(store);

  await at.hear('U-vera', 'show the level of main-valve');

  const said = at.posts.map(wordsOf).join('\n');
  assert.match(said, /main-valve · level/);
  assert.match(said, /\$ /);
  assert.equal(
    (await at.operations.listIncidents(at.as({ id: 'vera', name: 'Vera', roles: ['viewer'], identities: {} }), {})).items.length,
    0,
  );
});

test('lookReply() is no answer to why: that is a question, and opens an incident', async () => {
  const at = await openBotDesk(store);

  await at.hear('U-rita', 'show me why main-valve has no level');

  const { items } = await at.operations.listIncidents(at.as({ id: 'rita', name: 'Rita', roles: ['responder'], identities: {} }), {});
  assert.equal(items.length, 1);
});
