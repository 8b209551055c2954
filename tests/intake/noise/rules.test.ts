/** What the rules do with alerts on their way, over a real store: `createSift()` and `sortAlerts()` through the whole intake. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { sameText } from '../../../src/domain/text.ts';
import { releaseDue } from '../../../src/intake/noise/release.ts';
import { sortAlerts } from '../../../src/intake/noise/sort-alerts.ts';
import { tellNotes } from '../../../src/intake/noise/tell-notes.ts';
import type { Store } from '../../../src/store/contract.ts';
import { people } from '../../operations/desk.ts';
import { openMemoryStore } from '../../support/fresh-database.ts';
import { systemClock } from '../../support/system-clock.ts';
import { type IntakeDesk, openIntakeDesk, stopIntakes } from '../desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(async () => {
  await stopIntakes();
  await store.close();
});

const minuteMs = 60_000;
const save = (desk: IntakeDesk, book: object) => desk.operations.saveRules(desk.as(people.anna), { book }, { comment: 'test' });
const quiet = { topology: { isOn: false }, flapping: { isOn: false } };

/** A body of Alertmanager with one alert of these labels, in a group by its name. */
async function fire(
  desk: IntakeDesk,
  labels: Readonly<Record<string, string>>,
  change: { readonly ended?: boolean; readonly start?: number } = {},
) {
  const startsAt = new Date(change.start ?? desk.deps.clock.now() - minuteMs).toISOString();
  const fingerprint = JSON.stringify(labels);
  const endsAt = change.ended ? new Date(desk.deps.clock.now()).toISOString() : '0001-01-01T00:00:00Z';
  const status = change.ended ? 'resolved' : 'firing';
  const alert = { status, labels, annotations: {}, startsAt, endsAt, generatorURL: '', fingerprint };
  await desk.send({ version: '4', groupKey: `{}:{${labels.alertname}}`, receiver: 'z', status, groupLabels: {}, alerts: [alert] });
}

async function release(desk: IntakeDesk): Promise<void> {
  const own = { ...store, tenantIds: async () => [desk.store.tenantId] };
  await releaseDue({ store: own, intake: desk.intake, clock: desk.deps.clock });
  while ((await desk.store.inbox.counts()).waiting > 0) await setTimeout(5);
}

const rows = (desk: IntakeDesk) => desk.store.suppressions.list({ limit: 100 });
const summary = async (desk: IntakeDesk) =>
  (await rows(desk)).map(({ labels, state, reasons }) => [labels.alertname, state, reasons.map(({ kind }) => kind).join()]);

test('a rule drops with a reason, another changes what goes on', async () => {
  const desk = await openIntakeDesk(store, { routes: [] });
  await save(desk, {
    ...quiet,
    rules: [
      { id: 'dev', name: 'Development', when: '"env" in labels && labels.env == "dev"', do: { drop: 'nobody is on duty for it' } },
      { id: 'page', name: 'Payments', when: 'alertname == "Pay"', do: { severity: 'critical', owner: 'pay-team', route: 'slack/CPAY' } },
    ],
  });

  await fire(desk, { alertname: 'Lag', env: 'dev' });
  await fire(desk, { alertname: 'Pay', severity: 'warning' });
  await fire(desk, { alertname: 'Lag', env: 'dev' }, { ended: true });

  const [incident, ...more] = await desk.incidents();
  const [thread] = await desk.store.threads.ofIncident(incident?.id ?? '');
  assert.deepEqual([incident?.severity, more.length, thread?.place.adapter, thread?.place.channel], ['critical', 0, 'slack', 'CPAY']);
  assert.deepEqual(await summary(desk), [['Lag', 'ended', 'dropped']]);
  const [row] = await rows(desk);
  assert.equal(row?.reasons[0]?.name, 'Development: nobody is on duty for it');
});

test('a rule groups by labels, and an end finds its beginning when the rules have changed', async () => {
  const desk = await openIntakeDesk(store);
  await save(desk, { ...quiet, rules: [{ id: 'c', name: 'By cluster', when: '"cluster" in labels', do: { groupBy: ['cluster'] } }] });

  await fire(desk, { alertname: 'A', cluster: 'c1' });
  await fire(desk, { alertname: 'B', cluster: 'c1' });
  await fire(desk, { alertname: 'B', cluster: 'c2' });
  const grouped = (await desk.incidents()).map(({ groupKey, alertsFiring }) => [groupKey, alertsFiring]);
  await save(desk, quiet);
  await fire(desk, { alertname: 'A', cluster: 'c1' }, { ended: true });
  await fire(desk, { alertname: 'B', cluster: 'c1' }, { ended: true });

  assert.deepEqual(grouped.toSorted(), [
    ['rule:c:{cluster="c1"}', 2],
    ['rule:c:{cluster="c2"}', 1],
  ]);
  assert.deepEqual((await desk.incidents()).map(({ groupKey, status }) => [groupKey, status]).toSorted(), [
    ['rule:c:{cluster="c1"}', 'resolved'],
    ['rule:c:{cluster="c2"}', 'triggered'],
  ]);
});

test('a rule holds until enough have come, and then tells all of them', async () => {
  const desk = await openIntakeDesk(store);
  await save(desk, { ...quiet, rules: [{ id: 'few', name: 'Few', when: 'true', do: { hold: { count: 3, withinMinutes: 10 } } }] });

  await fire(desk, { alertname: 'Restart', pod: '1' });
  await fire(desk, { alertname: 'Restart', pod: '1' });
  await fire(desk, { alertname: 'Restart', pod: '2' });
  assert.deepEqual([(await desk.incidents()).length, (await rows(desk)).length], [0, 2]);
  await fire(desk, { alertname: 'Restart', pod: '3' });
  await release(desk);

  const [incident] = await desk.incidents();
  assert.equal(incident?.alertsFiring, 3);
  desk.advance(11 * minuteMs);
  await fire(desk, { alertname: 'Other', pod: '1' });
  assert.equal((await desk.incidents()).length, 1);
});

test('what is inhibited is kept while its source fires, and told when that ends', async () => {
  const desk = await openIntakeDesk(store);
  const inhibitions = [{ id: 'down', source: ['alertname="ClusterDown"'], target: ['severity="warning"'], equal: ['cluster'] }];
  await fire(desk, { alertname: 'ClusterDown', cluster: 'c1', severity: 'critical' });
  await save(desk, { ...quiet, inhibitions });

  await fire(desk, { alertname: 'Lag', cluster: 'c1', severity: 'warning' });
  await fire(desk, { alertname: 'Lag2', cluster: 'c2', severity: 'warning' });
  const during = await summary(desk);
  const open = (await desk.incidents()).length;
  await fire(desk, { alertname: 'ClusterDown', cluster: 'c1', severity: 'critical' }, { ended: true });
  await release(desk);

  assert.deepEqual([during, open], [[['Lag', 'held', 'inhibition']], 2]);
  assert.equal((await rows(desk))[0]?.reasons[0]?.name, 'ClusterDown');
  assert.deepEqual(await summary(desk), [['Lag', 'told', 'inhibition']]);
  assert.equal((await desk.incidents()).length, 3);
});

test('a maintenance window keeps back what it is for, and tells what still fires at its end', async () => {
  const desk = await openIntakeDesk(store);
  // The desk's clock stands at two o'clock.
  await save(desk, {
    ...quiet,
    windows: [{ id: 'w', name: 'Nightly', matchers: ['alertname="Backup"'], cron: '30 1 * * *', durationMinutes: 60 }],
  });

  await fire(desk, { alertname: 'Backup' });
  const [row] = await rows(desk);
  desk.advance(31 * minuteMs);
  await release(desk);

  assert.deepEqual([row?.reasons[0]?.kind, row?.reasons[0]?.until], ['maintenance', '2026-11-21T02:30:00.000Z']);
  assert.deepEqual(await summary(desk), [['Backup', 'told', 'maintenance']]);
});

test('what flaps is told once as flapping, then not until it is calm', async () => {
  const desk = await openIntakeDesk(store);
  await save(desk, { flapping: { changesMax: 4, withinMinutes: 60, calmMinutes: 30 } });
  const labels = { alertname: 'Flappy' };
  const step = async (ended: boolean) => {
    desk.advance(minuteMs);
    await fire(desk, labels, ended ? { ended, start: desk.deps.clock.now() - minuteMs } : { start: desk.deps.clock.now() });
  };
  for (const ended of [false, true, false, true, false]) await step(ended);
  const [incident] = await desk.incidents();
  const words = (await desk.store.timeline.ofIncident(incident?.id ?? '', 50)).map(({ text }) => text.en);
  for (const ended of [true, false, true]) await step(ended);
  const during = (await desk.incidents()).map(({ status }) => status);
  const kept = await summary(desk);
  desk.advance(31 * minuteMs);
  await release(desk);

  assert.ok(
    words.some((text) => /is flapping: 4 changes within 60 min/.test(text)),
    words.join('\n'),
  );
  assert.ok(words.some((text) => /the incident is open again/.test(text)));
  assert.deepEqual(during, ['triggered']);
  assert.deepEqual(kept, [['Flappy', 'held', 'flapping']]);
  assert.deepEqual(
    (await desk.incidents()).map(({ status }) => status),
    ['resolved'],
  );
  await release(desk);
  assert.equal((await desk.store.suppressions.list({ states: ['held'], limit: 10 })).length, 0);
});

test('what comes back later is a new incident that says how often of late', async () => {
  const desk = await openIntakeDesk(store);
  await save(desk, { ...quiet, recurrence: { reopenMinutes: 0 } });
  for (let round = 0; round < 3; round += 1) {
    desk.advance(20 * minuteMs);
    await fire(desk, { alertname: 'Again' }, { start: desk.deps.clock.now() });
    desk.advance(minuteMs);
    if (round < 2) await fire(desk, { alertname: 'Again' }, { ended: true, start: desk.deps.clock.now() - minuteMs });
  }
  const [last] = await desk.incidents();
  const words = (await desk.store.timeline.ofIncident(last?.id ?? '', 50)).map(({ text }) => text.en);

  assert.equal((await desk.incidents()).length, 3);
  assert.ok(
    words.some((text) => /The last incident of this alert group was ZB-2.* It is number 3 within 7 days: ZB-2 ZB-1\./.test(text)),
    words.join('\n'),
  );
});

test('sortAlerts() asks nothing of the store for no alerts', async () => {
  const desk = await openIntakeDesk(store);
  const { judge } = await desk.store.transaction(async (inside) =>
    (await import('../../../src/intake/noise/sift.ts')).createSift(desk.deps)(inside, []),
  );

  assert.deepEqual(await sortAlerts({ inside: desk.store, judge, nowMs: 0 }, []), []);
});

test('tellNotes() says each note once in the thread, however often it is tried', async () => {
  const desk = await openIntakeDesk(store);
  await fire(desk, { alertname: 'Noted' });
  const [incident] = await desk.incidents();
  const before = (await desk.store.outbox.counts()).waiting;

  for (let attempt = 0; attempt < 2; attempt += 1)
    await tellNotes(desk.store, incident?.id ?? '', [sameText('it flaps'), sameText('again')], 1_000);

  assert.equal((await desk.store.outbox.counts()).waiting, before + 2);
});

test('what a closed incident was about keeps nothing quiet any more, though it still fires', async () => {
  const desk = await openIntakeDesk(store);
  const byRack = { id: 'rack', source: ['alertname="SwitchDown"'], target: ['alertname="HostSlow"'], equal: ['rack'] };
  await save(desk, { ...quiet, inhibitions: [byRack] });
  await fire(desk, { alertname: 'SwitchDown', rack: 'r1' });
  await fire(desk, { alertname: 'HostSlow', rack: 'r1', host: 'a' });
  assert.deepEqual(await summary(desk), [['HostSlow', 'held', 'inhibition']]);

  const [incident] = await desk.incidents();
  await desk.operations.resolve(desk.as(people.rita), incident?.id ?? '', 'replaced');
  await release(desk);
  await fire(desk, { alertname: 'HostSlow', rack: 'r1', host: 'b' });

  assert.deepEqual(await summary(desk), [['HostSlow', 'told', 'inhibition']]);
  const [open, ...more] = (await desk.incidents()).filter(({ status }) => status !== 'resolved');
  assert.deepEqual([open?.alertsFiring, more.length], [2, 0]);
});
