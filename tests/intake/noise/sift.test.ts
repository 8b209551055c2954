/** What is kept aside, what goes on, and when: over a real store, through the whole intake. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { createRelease, releaseDue } from '../../../src/intake/noise/release.ts';
import type { Store } from '../../../src/store/contract.ts';
import { people } from '../../operations/desk.ts';
import { openMemoryStore } from '../../support/fresh-database.ts';
import { systemClock } from '../../support/system-clock.ts';
import { type IntakeDesk, notification, openIntakeDesk, stopIntakes } from '../desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(async () => {
  await stopIntakes();
  await store.close();
});

const hourMs = 3_600_000;
const silence = (desk: IntakeDesk, target: string, durationMs = hourMs) =>
  desk.operations.addSilence(desk.as(people.rita), { target, durationMs, comment: 'moving it' });
const held = (desk: IntakeDesk) => desk.store.suppressions.list({ states: ['held'], limit: 100 });

/** One look of the watch, and everything that follows from it. */
async function release(desk: IntakeDesk): Promise<void> {
  const own = { ...store, tenantIds: async () => [desk.store.tenantId] };
  await releaseDue({ store: own, intake: desk.intake, clock: desk.deps.clock });
  while ((await desk.store.inbox.counts()).waiting > 0) await setTimeout(5);
}

test('createSift() keeps what is silenced with its reason, counts repeats, and opens nothing', async () => {
  const desk = await openIntakeDesk(store);
  await silence(desk, 'alertname=~"Redis.*"');

  await desk.send(notification([{ name: 'RedisDown' }]));
  await desk.send(notification([{ name: 'RedisDown' }]));
  await desk.send(notification([{ name: 'Other' }], 'other'));

  const [row, ...more] = await held(desk);
  assert.deepEqual([more.length, row?.labels.alertname, row?.repeats, row?.state], [0, 'RedisDown', 1, 'held']);
  assert.deepEqual(
    row?.reasons.map(({ kind, name, by }) => [kind, name, by]),
    [['silence', 'moving it', 'Rita']],
  );
  assert.deepEqual(
    (await desk.incidents()).map(({ title }) => title),
    ['Other is in trouble'],
  );
});

test('createSift() tells what still fires when its silence ends by itself, once', async () => {
  const desk = await openIntakeDesk(store);
  await silence(desk, 'alertname="a"');
  await desk.send(notification([{ name: 'a' }]));

  await release(desk);
  assert.equal((await desk.incidents()).length, 0);
  desk.advance(hourMs);
  await release(desk);
  await release(desk);
  await desk.send(notification([{ name: 'a' }]));

  const [row] = await desk.store.suppressions.list({ limit: 10 });
  assert.deepEqual([(await desk.incidents()).length, (await desk.alerts()).length, row?.state], [1, 1, 'told']);
  assert.equal(row?.closedAt, new Date(desk.deps.clock.now()).toISOString());
});

test('createSift() tells what still fires when a person ends the silence, unless another holds it', async () => {
  const desk = await openIntakeDesk(store);
  const { silence: first } = await silence(desk, 'alertname="a"');
  const { silence: second } = await silence(desk, 'group="g"');
  await desk.send(notification([{ name: 'a' }]));

  await desk.operations.expireSilence(desk.as(people.rita), first.id);
  await release(desk);
  const [still] = await held(desk);
  await desk.operations.expireSilence(desk.as(people.rita), second.id);
  await release(desk);

  assert.deepEqual(
    still?.reasons.map(({ id }) => id),
    [second.id],
  );
  assert.deepEqual([(await desk.incidents()).length, (await held(desk)).length], [1, 0]);
});

test('createSift() lets the end of what was kept aside end it, and nobody is told', async () => {
  const desk = await openIntakeDesk(store);
  await silence(desk, 'alertname="a"');
  await desk.send(notification([{ name: 'a' }]));
  await desk.send(notification([{ name: 'a', status: 'resolved' }]));
  // Comes late, and is known to be over.
  await desk.send(notification([{ name: 'a' }]));

  const rows = await desk.store.suppressions.list({ limit: 10 });
  assert.deepEqual(
    rows.map(({ state, status }) => [state, status]),
    [['ended', 'resolved']],
  );
  assert.equal((await desk.incidents()).length, 0);
});

test('createSift() leaves to an incident what people were told of before the silence, and keeps the new aside', async () => {
  const desk = await openIntakeDesk(store);
  await desk.send(notification([{ name: 'a' }]));
  const { matching } = await silence(desk, 'group="g"');

  await desk.send(notification([{ name: 'a' }, { name: 'b' }]));
  const [open] = await desk.incidents();
  await desk.send(notification([{ name: 'a', status: 'resolved' }]));
  const [resolved] = await desk.incidents();

  assert.equal(matching, 1);
  assert.deepEqual([open?.alertsFiring, open?.alertsTotal, resolved?.status], [1, 1, 'resolved']);
  assert.deepEqual(
    (await held(desk)).map(({ labels }) => labels.alertname),
    ['b'],
  );
});

test('createSift() keeps the same alert of two groups apart, and tells both', async () => {
  const desk = await openIntakeDesk(store);
  const { silence: made } = await silence(desk, 'alertname="a"');
  await desk.send(notification([{ name: 'a' }], 'one'));
  await desk.send(notification([{ name: 'a' }], 'two'));

  const kept = (await held(desk)).length;
  await desk.operations.expireSilence(desk.as(people.rita), made.id);
  await release(desk);

  assert.deepEqual([kept, (await desk.incidents()).length], [2, 2]);
});

test('createSift() ends what its sender has forgotten', async () => {
  const desk = await openIntakeDesk(store);
  await silence(desk, 'alertname="a"', 10 * hourMs);
  const endsAt = new Date(desk.deps.clock.now() + 60_000).toISOString();
  await desk.intake.take(desk.store.tenantId, [
    {
      ...{ source: 'prometheus', fingerprint: 'f', groupKey: 'g', status: 'firing', labels: { alertname: 'a' }, annotations: {} },
      ...{ startsAt: '2026-11-21T01:50:00.000Z', endsAt, generatorUrl: null },
    },
  ]);

  desk.advance(120_000);
  await release(desk);

  const [row] = await desk.store.suppressions.list({ limit: 10 });
  assert.deepEqual([row?.state, row?.startsAt], ['ended', '2026-11-21T01:50:00.000Z']);
});

test('createSift() knows a silence of a system by what names it in the alert', async () => {
  const desk = await openIntakeDesk(store);
  await silence(desk, 'main-valve');
  const [one] = notification([{ name: 'a' }]).alerts as { labels: object }[];
  const of = (instance: string) => ({
    ...notification([], instance),
    status: 'firing',
    alerts: [{ ...one, fingerprint: instance, labels: { alertname: 'a', instance } }],
  });

  await desk.send(of('main-valve'));
  await desk.send(of('elsewhere'));

  assert.deepEqual(
    (await held(desk)).map(({ labels }) => labels.instance),
    ['main-valve'],
  );
  assert.equal((await desk.incidents()).length, 1);
});

test('createRelease() goes on after a failure, and stops when told', async () => {
  let looks = 0;
  const warnings: string[] = [];
  const broken = {
    ...store,
    async tenantIds(): Promise<readonly string[]> {
      looks += 1;
      throw new Error(`away ${looks}`);
    },
  };
  const clock = { ...systemClock, sleep: () => setTimeout(1) };
  const release = createRelease({
    store: broken,
    intake: { take: async () => ({ accepted: 0, incidentIds: [] }) },
    clock,
    log: { warn: (fields) => warnings.push(String(fields.reason)) },
  });
  release.start();
  while (looks < 2) await setTimeout(5);
  await release.stop();

  assert.match(warnings[1] ?? '', /away 2/);
});
