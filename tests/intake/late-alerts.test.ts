/** Notifications that come behind what they tell of, and senders whose clocks are wrong. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Store } from '../../src/store/contract.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { type Firing, type IntakeDesk, notification, openIntakeDesk, stopIntakes } from './desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(async () => {
  await stopIntakes();
  await store.close();
});

const desk = (options = {}): Promise<IntakeDesk> => openIntakeDesk(store, options);
const resolved = (name: string, more: Partial<Firing> = {}): Firing => ({ name, status: 'resolved', ...more });

test('accept() opens nothing for a firing notification that comes after its own end', async () => {
  const at = await desk();
  await at.send(notification([{ name: 'a' }]));
  await at.send(notification([resolved('a')]));

  await at.send(notification([{ name: 'a' }]));

  const incidents = await at.incidents();
  assert.equal(incidents.length, 1);
  assert.equal(incidents[0]?.status, 'resolved');
  assert.equal((await at.alerts())[0]?.status, 'resolved');
});

test('accept() opens nothing for an end without a beginning, nor for the beginning that comes behind it', async () => {
  const at = await desk();

  const answer = await at.send(notification([resolved('a'), resolved('b')]));
  await at.send(notification([{ name: 'a' }]));
  const none = await at.incidents();
  await at.send(notification([{ name: 'b', startsAt: '2026-11-21T01:59:00Z' }]));

  assert.deepEqual(answer, { accepted: 2, incidentIds: [] });
  assert.deepEqual(none, []);
  assert.deepEqual(
    (await at.incidents()).map((incident) => incident.title),
    ['b is in trouble'],
  );
});

test('accept() in an open incident is not fooled by an end that overtakes its beginning', async () => {
  const at = await desk();
  await at.send(notification([{ name: 'a' }]));

  await at.send(notification([resolved('b')]));
  await at.send(notification([{ name: 'b' }]));

  const [incident] = await at.incidents();
  assert.deepEqual([incident?.status, incident?.alertsFiring, incident?.alertsTotal], ['triggered', 1, 2]);
});

test('accept() takes no late notification into the next incident, when the one before saw the end', async () => {
  const at = await desk();
  const second = { startsAt: '2026-11-21T01:54:00Z' };
  await at.send(notification([{ name: 'b' }]));
  await at.send(notification([resolved('b', second)]));
  await at.send(notification([{ name: 'a' }]));

  await at.send(notification([resolved('b', { endsAt: '2026-11-21T01:52:00Z' })]));
  await at.send(notification([{ name: 'b', ...second }]));

  const [incident] = await at.incidents();
  const firing = (await at.store.alerts.ofIncident(incident?.id ?? '', 9)).filter((alert) => alert.status === 'firing');
  assert.deepEqual(
    firing.map((alert) => alert.labels.alertname),
    ['a'],
  );
  assert.equal(incident?.alertsFiring, 1);
});

test('accept() keeps a start in the future, or older than a day, out of the incident’s clock', async () => {
  const at = await desk();

  await at.send(notification([{ name: 'late', startsAt: '2027-01-01T00:00:00Z' }], 'late'));
  await at.send(notification([{ name: 'old', startsAt: '2020-01-01T00:00:00Z' }], 'old'));

  assert.deepEqual(
    (await at.incidents()).map((incident) => incident.startedAt),
    ['2026-11-21T02:00:00.000Z', '2026-11-21T02:00:00.000Z'],
  );
});

test('accept() never ends an incident before it began, whatever the clocks of the senders say', async () => {
  const at = await desk();
  await at.send(notification([{ name: 'a' }]));

  await at.send(notification([resolved('a', { endsAt: '2019-01-01T00:00:00Z' })]));

  const [incident] = await at.incidents();
  assert.equal(incident?.resolvedAt, incident?.startedAt);
});
