import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sameText } from '../../src/domain/text.ts';
import { type Opening, openIncident } from '../../src/operations/open-incident.ts';
import type { Store } from '../../src/store/contract.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { openDesk } from './desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

const opening: Opening = {
  title: 'disk\nis   full',
  severity: 'critical',
  origin: 'alert',
  question: null,
  groupKey: 'g1',
  previousIncidentId: null,
  requestedBy: 'alert:json',
  locale: 'en',
  systemIds: [],
  startedAt: '2026-11-21T01:00:00.000Z',
  alertsFiring: 1,
  alertsTotal: 1,
  firstWords: sameText('Alert firing: disk is full'),
  labels: { team: 'storage' },
};

test('openIncident() opens the incident, its threads, its timeline and its relay item together', async () => {
  const routes = [
    { match: { severity: 'critical' }, to: [{ adapter: 'slack', channel: 'C1' }], continue: true },
    { match: { team: 'storage' }, to: [{ adapter: 'console' }], continue: false },
  ];
  const at = await openDesk(store, { routes });

  const incident = await at.store.transaction((inside) => openIncident(at.deps, inside, opening));

  assert.equal(incident.title, 'disk is full');
  assert.deepEqual(
    (await at.store.threads.ofIncident(incident.id)).map(({ place }) => place.channel),
    ['C1', 'ops'],
  );
  assert.equal((await at.store.timeline.ofIncident(incident.id, 9)).length, 1);
  assert.deepEqual(
    (await at.relayed()).map(({ kind, incidentId }) => [kind, incidentId]),
    [['start', incident.id]],
  );
});

test('openIncident() leaves nothing behind when the transaction fails', async () => {
  const at = await openDesk(store);

  const failing = at.store.transaction(async (inside) => {
    await openIncident(at.deps, inside, opening);
    throw new Error('the lights went out');
  });

  await assert.rejects(failing, /lights/);
  assert.deepEqual((await at.store.incidents.list({ limit: 5 })).items, []);
  assert.deepEqual(await at.relayed(), []);
});

test('openIncident() cuts a title that nobody could read in a list', async () => {
  const at = await openDesk(store);

  const incident = await at.store.transaction((inside) => openIncident(at.deps, inside, { ...opening, title: '磁'.repeat(5_000) }));

  assert.equal(incident.title.length, 200);
});
