import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readOnsets } from '../../src/activities/read-onsets.ts';
import type { Store } from '../../src/store/contract.ts';
import { sampleAlert, sampleEvidence } from '../store/samples.ts';
import { openStore, openWorld } from './world.ts';

let store: Store;
before(async () => {
  store = await openStore();
});
after(() => store.close());

test('readOnsets() says of which system an alert is, and of none where several fit', async () => {
  const world = await openWorld(store, { entries: [{ id: 'north-tank' }, { id: 'south-tank' }] });
  const { scope } = await world.incident({ systemIds: ['north-tank'] });
  const incident = await world.read(scope);
  const startsAt = incident.startedAt;
  await world.store.alerts.upsert(
    incident.id,
    [
      sampleAlert({ startsAt, fingerprint: 'one', labels: { instance: 'south-tank' }, annotations: {} }),
      sampleAlert({ startsAt, fingerprint: 'both', labels: { note: 'north-tank and south-tank' }, annotations: {} }),
    ],
    startsAt,
  );
  const evidence = [sampleEvidence({ systemId: 'north-tank', startedAt: startsAt, facts: { 'tank.uptimeSeconds': 30 } })];

  const { onsets, startedMs } = await readOnsets(world.deps, world.store, incident, evidence);

  assert.equal(startedMs, Date.parse(startsAt));
  assert.deepEqual(onsets.map(({ kind, systemId }) => [kind, systemId]).sort(), [
    ['alert', ''],
    ['alert', 'south-tank'],
    ['restart', 'north-tank'],
  ]);
});

test('readOnsets() takes a rollout that a look has seen for a change like one that was told', async () => {
  const world = await openWorld(store, { entries: [{ id: 'north-tank' }] });
  const { scope } = await world.incident({ systemIds: ['north-tank'] });
  const incident = await world.read(scope);
  const at = new Date(Date.parse(incident.startedAt) - 300_000).toISOString();
  const facts = { 'rollouts.1.at': at, 'rollouts.1.title': 'shop/web: image web:1 → web:2', 'rollouts.1.revision': 2 };

  const { onsets, changes } = await readOnsets(world.deps, world.store, incident, [sampleEvidence({ systemId: 'north-tank', facts })]);

  assert.deepEqual(
    changes.map(({ title, kind }) => [title, kind]),
    [['shop/web: image web:1 → web:2', 'deploy']],
  );
  assert.ok(onsets.some(({ kind, systemId }) => kind === 'deploy' && systemId === 'north-tank'));
});
