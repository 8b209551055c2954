import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { enterStormTogether } from '../../src/intake/enter-storm-together.ts';
import type { Store } from '../../src/store/contract.ts';
import { people } from '../operations/desk.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { type IntakeDesk, openIntakeDesk, stopIntakes } from './desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(async () => {
  await stopIntakes();
  await store.close();
});

const limits = { groupsMax: 3, windowSeconds: 3_600, quietSeconds: 600, releaseMax: 2 };
const groupsCount = 60;

/** Each `everyCritical`th group is critical. */
async function burst(desk: IntakeDesk, alertsEach: number, everyCritical = 20): Promise<void> {
  const endsAt = new Date(desk.deps.clock.now() + 3_600_000).toISOString();
  const body = Array.from({ length: groupsCount * alertsEach }, (_, number) => ({
    labels: {
      ...{ alertname: `Burst${number % groupsCount}`, instance: `i-${number}` },
      severity: (number % groupsCount) % everyCritical === 0 ? 'critical' : 'warning',
    },
    annotations: { summary: number % groupsCount === 50 ? 'main-valve is shut' : 'too hot' },
    endsAt,
  }));
  await desk.intake.accept(desk.store.tenantId, 'prometheus', body);
  while ((await desk.store.inbox.counts()).waiting > 0) await setTimeout(5);
}

test('enterStormTogether(): a burst of many groups is one storm, each alert in one incident, and the card is edited a few times', async () => {
  const desk = await openIntakeDesk(store, { storm: limits });

  await burst(desk, 5);
  await burst(desk, 6);

  const incidents = await desk.incidents();
  const storm = incidents.find(({ groupKey }) => groupKey?.startsWith('storm:'));
  const alerts = await desk.alerts();
  assert.equal(incidents.length, 3 + limits.groupsMax + 1);
  assert.equal(new Set(alerts.map(({ fingerprint }) => fingerprint)).size, groupsCount * 6);
  assert.equal(alerts.length, groupsCount * 6);
  const stormGroups = groupsCount - 3 - limits.groupsMax;
  assert.deepEqual([storm?.alertsTotal, storm?.alertsFiring], [stormGroups * 6, stormGroups * 6]);
  const summary = await desk.store.storms.summary(storm?.id ?? '');
  assert.deepEqual([summary?.groups, summary?.groupsFiring], [stormGroups, stormGroups]);
  assert.deepEqual(storm?.systemIds, ['main-valve'], 'what its alerts speak of is looked into');
  assert.ok((storm?.revision ?? 0) < 20, `each revision edits the card: ${storm?.revision}`);
});

test('a storm begins by what the store has seen open, whoever opened it', async () => {
  const desk = await openIntakeDesk(store, { storm: { ...limits, groupsMax: 1_000 } });
  await burst(desk, 1, 1_000);

  const opened = await desk.store.storms.openedWithin(3_600_000, 40);

  assert.equal(opened, 40, 'no more are counted than are asked for');
  assert.equal(await desk.store.storms.openedWithin(3_600_000, 1_000), groupsCount - 1, 'the critical one is not counted');
});

test('rules that hold back or change alerts are kept by groups that enter together', async () => {
  const desk = await openIntakeDesk(store, { storm: limits });
  const rule = (id: string, when: string, change: object) => ({ id, name: id, when, do: change });
  const rules = [
    rule('dev', 'alertname == "Burst41"', { drop: 'nobody is on duty for it' }),
    rule('worse', 'alertname == "Burst42"', { severity: 'critical' }),
    rule('team', 'alertname == "Burst43"', { groupBy: ['severity'] }),
  ];
  const book = { topology: { isOn: false }, flapping: { isOn: false }, rules };
  await desk.operations.saveRules(desk.as(people.anna), { book }, { comment: 'test' });

  await burst(desk, 2, 1_000);
  await burst(desk, 3, 1_000);

  const incidents = await desk.incidents();
  const alerts = await desk.alerts();
  const names = new Set(alerts.map(({ labels }) => labels.alertname));
  assert.equal(names.has('Burst41'), false);
  assert.equal(alerts.length, (groupsCount - 1) * 3);
  const ofWorse = alerts.find(({ labels }) => labels.alertname === 'Burst42');
  assert.equal(incidents.find(({ id }) => id === ofWorse?.incidentId)?.severity, 'critical');
  const regrouped = alerts.find(({ labels }) => labels.alertname === 'Burst43');
  const stored = await desk.store.alerts.ofIncident(regrouped?.incidentId ?? '', 1_000);
  assert.match(stored.find(({ id }) => id === regrouped?.id)?.groupKey ?? '', /team/);
  assert.equal(typeof enterStormTogether, 'function');
});
