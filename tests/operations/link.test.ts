import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { identityText, linkInside, personBehind } from '../../src/operations/link.ts';
import type { Store } from '../../src/store/contract.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { directoryOf, openDesk, people } from './desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

const account = { adapter: 'slack', workspace: 'T1', userId: 'U-new' };
const how = { at: '2026-11-28T10:00:00.000Z', door: 'slack', locale: 'en' } as const;
const linkTo = (personId: string) => ({ ...account, name: null, personId, how: 'profile' as const, by: personId });

test('personBehind() asks the configuration first, then the link, within the workspace; who has gone is nobody', async () => {
  const at = await openDesk(store);
  const directory = directoryOf([people.anna, people.bob]);
  await linkInside(directory, at.store, linkTo('bob'), how);

  assert.equal((await personBehind(directory, at.store, { ...account, userId: 'U-anna' }))?.id, 'anna');
  assert.equal((await personBehind(directory, at.store, account))?.id, 'bob');
  assert.equal(await personBehind(directory, at.store, { ...account, workspace: 'T2' }), null);
  assert.equal(await personBehind(directory, at.store, { ...account, adapter: 'feishu' }), null);
  assert.equal(await personBehind(directoryOf([people.anna]), at.store, account), null);
});

test('personBehind() lets an account that the configuration gives to somebody be theirs, whatever was linked before', async () => {
  const at = await openDesk(store);
  await linkInside(directoryOf([people.bob]), at.store, linkTo('bob'), how);
  const directory = directoryOf([people.bob, { ...people.anna, identities: { slack: 'U-new' } }]);

  assert.equal((await personBehind(directory, at.store, account))?.id, 'anna');
});

test('linkInside() gives an account to one of two people who take it at once', async () => {
  const at = await openDesk(store);
  const directory = directoryOf([people.anna, people.bob]);
  const attempt = (personId: string) => at.store.transaction((inside) => linkInside(directory, inside, linkTo(personId), how));

  const results = await Promise.allSettled([attempt('anna'), attempt('bob'), attempt('anna')]);

  const winner = (await personBehind(directory, at.store, account))?.id;
  const winners = results.filter((result) => result.status === 'fulfilled').length;
  assert.equal(winners, winner === 'anna' ? 2 : 1);
  assert.equal((await at.store.audit.list({ limit: 9 })).length, 1);
});

test('identityText() names platform, workspace and account', () => {
  assert.equal(identityText(account), 'slack:T1:U-new');
});
