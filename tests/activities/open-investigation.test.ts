import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Store } from '../../src/store/contract.ts';
import { sampleAlert } from '../store/samples.ts';
import { openStore, openWorld } from './world.ts';

let store: Store;
before(async () => {
  store = await openStore();
});
after(() => store.close());

test('openInvestigation() shows the phase, gives the budget and tells the story once however often it is attempted', async () => {
  const world = await openWorld(store);
  const { scope } = await world.incident();

  const opened = await world.activities.openInvestigation(scope);
  await world.activities.openInvestigation(scope);
  await world.activities.openInvestigation({ ...scope, run: 2 });

  const notes = (await world.timeline(scope)).filter(({ kind }) => kind === 'note').map(({ text }) => text.en);
  assert.deepEqual([opened.budget, opened.usesModel], [world.deps.budget(), false]);
  assert.deepEqual(opened.looks, await world.activities.chooseLooks(scope));
  assert.equal((await world.read(scope)).phase, 'investigating');
  assert.deepEqual(notes, ['Looking into it, starting with main-tank.', 'Investigating again (run 2).']);
});

test('openInvestigation() finds the system that the words name, and forgets one that is no longer configured', async () => {
  const world = await openWorld(store, { entries: [{ id: 'main-tank' }, { id: 'roof-tank' }] });
  const { scope } = await world.incident({ title: 'roof-tank is low', systemIds: ['gone-tank'] });

  await world.activities.openInvestigation(scope);

  assert.deepEqual((await world.read(scope)).systemIds, ['roof-tank']);
});

test('openInvestigation() says at once that a machine is not looked after', async () => {
  const world = await openWorld(store);
  const { scope } = await world.incident({
    title: 'the disk of the host is nearly full',
    systemIds: [],
  });
  const labels = { alertname: 'HostOutOfDiskSpace', instance: 'web-9:9100' };
  await world.store.alerts.upsert(scope.incidentId, [sampleAlert({ labels })], new Date(0).toISOString());

  const { looks } = await world.activities.openInvestigation(scope);

  const [note] = (await world.timeline(scope)).filter(({ kind }) => kind === 'note');
  assert.equal(note?.text.en, 'Looking into it: it is about web-9, which is not looked after.');
  assert.deepEqual(looks, []);
});
