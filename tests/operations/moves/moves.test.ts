import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Store } from '../../../src/store/contract.ts';
import { stopIntakes } from '../../intake/desk.ts';
import { openMemoryStore } from '../../support/fresh-database.ts';
import { systemClock } from '../../support/system-clock.ts';
import { people } from '../desk.ts';
import { openStory } from './story.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(async () => {
  await stopIntakes();
  await store.close();
});

test('createMoves() lists what was merged and split, by both incidents, and what was undone', async () => {
  const at = await openStory(store);
  const { move } = await at.operations.merge(at.rita, 'ZB-2', 'ZB-1');
  at.advance(60_000);
  await at.operations.undoMove(at.rita, move.id);

  const [ofFrom, ofTo] = [await at.operations.listMoves(at.as(people.vera), 'ZB-2'), await at.operations.listMoves(at.rita, 'ZB-1')];

  assert.deepEqual(ofFrom, ofTo);
  assert.deepEqual(
    ofFrom.map(({ kind, from, to, by, undoneBy }) => [kind, from.code, to.code, by, undoneBy]),
    [['merge', 'ZB-2', 'ZB-1', 'Rita', 'Rita']],
  );
});

test('createMoves() audits a refusal with its incident', async () => {
  const at = await openStory(store);

  await assert.rejects(at.operations.split(at.as(people.vera), 'ZB-1', { matchers: 'alertname=a' }), { kind: 'forbidden' });

  const [line] = await at.store.audit.list({ limit: 1 });
  assert.deepEqual([line?.action, line?.outcome, line?.actor], ['incident.split', 'refused', 'vera']);
});
