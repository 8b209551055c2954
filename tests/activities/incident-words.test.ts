import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readIncidentWords, readSteerNotes, steerKey } from '../../src/activities/incident-words.ts';
import type { Store } from '../../src/store/contract.ts';
import { sampleAlert } from '../store/samples.ts';
import { openStore, openWorld, startMs } from './world.ts';

let store: Store;
before(async () => {
  store = await openStore();
});
after(() => store.close());

test('readIncidentWords() brings together the title, the alerts and what people added', async () => {
  const world = await openWorld(store);
  const { incident, scope } = await world.incident({ title: 'Pressure is low' });
  const alert = sampleAlert({ labels: { alertname: 'TankLow', zone: 'roof' }, annotations: { summary: 'half a metre left' } });
  await world.store.alerts.upsert(incident.id, [alert], new Date(startMs).toISOString());
  await world.store.settings.set(steerKey(scope.incidentId), { facts: ['a pipe was changed'], ruledOut: ['main-tank:tank.cracked'] });

  const { words, meant, labels, ruledOut } = await readIncidentWords(world.store, incident);

  for (const part of ['Pressure is low', 'TankLow', 'roof', 'half a metre left', 'a pipe was changed'])
    assert.ok(words.includes(part), part);
  assert.equal(meant.trim(), words);
  assert.deepEqual(labels, [{ alertname: 'TankLow', zone: 'roof' }]);
  assert.deepEqual([...ruledOut], ['main-tank:tank.cracked']);
});

test('readIncidentWords() of a storm is bounded', async () => {
  const world = await openWorld(store);
  const { incident } = await world.incident();
  const storm = Array.from({ length: 120 }, (_, index) =>
    sampleAlert({ fingerprint: `f${index}`, annotations: { summary: 'x'.repeat(2_000) } }),
  );
  await world.store.alerts.upsert(incident.id, storm, new Date(startMs).toISOString());

  const { alerts, words } = await readIncidentWords(world.store, incident);

  assert.equal(alerts.length, 50);
  assert.equal(words.length, 20_000);
});

test('readSteerNotes() of nothing, and of what is no note, is empty', async () => {
  const world = await openWorld(store);
  const { scope } = await world.incident();

  for (const stored of [null, 'words', { facts: 'one', ruledOut: [1, 'kept'] }]) {
    if (stored !== null) await world.store.settings.set(steerKey(scope.incidentId), stored);
    const notes = await readSteerNotes(world.store, scope.incidentId);
    assert.deepEqual(notes.facts, []);
  }
  assert.deepEqual((await readSteerNotes(world.store, scope.incidentId)).ruledOut, ['kept']);
});
