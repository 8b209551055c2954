/** What the grouping does with alerts is told by `accept`, `late-alerts` and `streams`; here is what its caller may rely on. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { groupAlerts } from '../../src/intake/group-alerts.ts';
import { createSift } from '../../src/intake/noise/sift.ts';
import { parseAlertmanager } from '../../src/intake/sources/alertmanager.ts';
import type { Store } from '../../src/store/contract.ts';
import { openDesk } from '../operations/desk.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { notification } from './desk.ts';

const noStorms = { takes: async () => null, current: async () => null };
let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

const alerts = (status: 'firing' | 'resolved') => parseAlertmanager(notification([{ name: 'a', status }]), '2026-11-21T02:00:00.000Z');

test('groupAlerts() returns the incident, the same one for what joins it, and none for an end without a beginning', async () => {
  const { deps: given, store: own } = await openDesk(store);
  const deps = { ...given, sift: createSift(given), storms: noStorms };
  const group = (status: 'firing' | 'resolved') => own.transaction((inside) => groupAlerts(deps, inside, 'g', alerts(status)));

  assert.equal(await group('resolved'), null);
  const later = alerts('firing').map((alert) => ({ ...alert, startsAt: '2026-11-21T01:59:00.000Z' }));
  const opened = await own.transaction((inside) => groupAlerts(deps, inside, 'g', later));
  const joined = await own.transaction((inside) => groupAlerts(deps, inside, 'g', later));

  assert.notEqual(opened, null);
  assert.equal(joined, opened);
});

test('groupAlerts() leaves nothing behind when its transaction fails', async () => {
  const { deps: given, store: own } = await openDesk(store);
  const deps = { ...given, sift: createSift(given), storms: noStorms };

  const failed = own.transaction(async (inside) => {
    await groupAlerts(deps, inside, 'g', alerts('firing'));
    throw new Error('the power went');
  });

  await assert.rejects(failed, /power/);
  assert.deepEqual((await own.incidents.list({ limit: 10 })).items, []);
});
