import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { IncomingAlert } from '../../src/domain/alert.ts';
import { groupAlerts } from '../../src/intake/group-alerts.ts';
import { Grouping } from '../../src/intake/grouping.ts';
import { joinOpenIncidents } from '../../src/intake/join-open-incidents.ts';
import { createSift } from '../../src/intake/noise/sift.ts';
import { parseAlertmanager } from '../../src/intake/sources/alertmanager.ts';
import type { Store } from '../../src/store/contract.ts';
import { type Desk, openDesk } from '../operations/desk.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { type Firing, notification } from './desk.ts';

const noStorms = { takes: async () => null, current: async () => null };
let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

const alertsOf = (
  group: string,
  ...firing: readonly Firing[]
): { readonly groupKey: string; readonly alerts: readonly IncomingAlert[] } => {
  const alerts = parseAlertmanager(notification(firing, group), '2026-11-21T02:00:00.000Z');
  return { groupKey: alerts[0]?.groupKey ?? '', alerts };
};
const depsOf = (desk: Desk) => ({ ...desk.deps, sift: createSift(desk.deps), storms: noStorms });
const join = (desk: Desk, ...groups: readonly ReturnType<typeof alertsOf>[]) =>
  desk.store.transaction((inside) => joinOpenIncidents(depsOf(desk), inside, groups));
const open = (desk: Desk, { groupKey, alerts }: ReturnType<typeof alertsOf>) =>
  desk.store.transaction((inside) => groupAlerts(depsOf(desk), inside, groupKey, alerts));

test('joinOpenIncidents() puts more of several groups into their incidents, as one by one would', async () => {
  const desk = await openDesk(store);
  const [a, b] = [await open(desk, alertsOf('a', { name: 'x' })), await open(desk, alertsOf('b', { name: 'x' }))];

  const joined = await join(desk, alertsOf('a', { name: 'x' }, { name: 'y' }), alertsOf('b', { name: 'y' }, { name: 'z' }, { name: 'z' }));

  assert.deepEqual([...joined.values()], [a, b]);
  const counts = await Promise.all([a, b].map(async (id) => desk.store.incidents.get(id ?? '')));
  assert.deepEqual(
    counts.map((incident) => [incident?.alertsFiring, incident?.alertsTotal]),
    [
      [2, 2],
      [3, 3],
    ],
  );
  assert.equal(await desk.store.alerts.countFiring(b ?? ''), 3);
  const lines = await desk.store.timeline.ofIncident(b ?? '', 10);
  assert.match(lines.at(-1)?.text.en ?? '', /2/);
});

test('joinOpenIncidents() leaves what ends, opens or worsens an incident to be looked at by itself', async () => {
  const desk = await openDesk(store);
  await open(desk, alertsOf('a', { name: 'x' }));
  await open(desk, alertsOf('b', { name: 'x' }));

  const joined = await join(
    desk,
    alertsOf('a', { name: 'y' }, { name: 'x', status: 'resolved' }),
    alertsOf('b', { name: 'y', severity: 'critical' }),
    alertsOf('c', { name: 'x' }),
  );

  assert.equal(joined.size, 0);
});

test('joinOpenIncidents() takes in nothing that is known to be over, and tells of no news where there is none', async () => {
  const desk = await openDesk(store);
  const id = (await open(desk, alertsOf('a', { name: 'x' }, { name: 'y' }))) ?? '';
  await open(desk, alertsOf('a', { name: 'x', status: 'resolved' }));
  const revision = (await desk.store.incidents.get(id))?.revision;

  assert.equal((await join(desk, alertsOf('a', { name: 'x' }, { name: 'y' }))).size, 1);

  assert.equal(await desk.store.alerts.countFiring(id), 1);
  assert.equal((await desk.store.incidents.get(id))?.revision, revision);
});

test('Grouping: what nobody groups here is not waited for', async () => {
  const desk = await openDesk(store);

  assert.deepEqual(await new Grouping(depsOf(desk)).add([1], 1, true), []);
});
