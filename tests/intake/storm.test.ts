import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { endStorms } from '../../src/intake/end-storms.ts';
import { openForAlerts } from '../../src/intake/open-for-alerts.ts';
import { resolveByAlerts } from '../../src/intake/resolve-by-alerts.ts';
import { createStormPolicy, enterStorm, joinStorm, leaveStorm } from '../../src/intake/storm.ts';
import type { Store } from '../../src/store/contract.ts';
import { people } from '../operations/desk.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { type IntakeDesk, notification, openIntakeDesk, stopIntakes } from './desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(async () => {
  await stopIntakes();
  await store.close();
});

const limits = { groupsMax: 2, windowSeconds: 3_600, quietSeconds: 10, releaseMax: 2 };
const open = () => openIntakeDesk(store, { storm: limits });
const fire = async (desk: IntakeDesk, groups: readonly string[], severity = 'warning', names: readonly string[] = ['x']) => {
  for (const group of groups)
    await desk.send(
      notification(
        names.map((name) => ({ name: `${group}-${name}`, severity })),
        group,
      ),
    );
};
const end = async (desk: IntakeDesk, group: string) =>
  desk.send(notification([{ name: `${group}-x`, status: 'resolved', endsAt: new Date().toISOString() }], group));
const stormOf = async (desk: IntakeDesk) => {
  const storm = (await desk.incidents()).find(({ groupKey }) => groupKey?.startsWith('storm:'));
  assert.ok(storm);
  return storm;
};
/** Every alert is in one incident, and no incident is without. */
const assertWhole = async (desk: IntakeDesk, expected: number) => {
  const alerts = await desk.alerts();
  assert.equal(alerts.length, expected);
  assert.equal(new Set(alerts.map((alert) => alert.fingerprint)).size, expected);
  for (const { id, alertsTotal, alertsFiring } of await desk.incidents()) {
    const own = alerts.filter((alert) => alert.incidentId === id);
    assert.ok(own.length > 0);
    assert.deepEqual([alertsTotal, alertsFiring], [own.length, own.filter(({ status }) => status === 'firing').length]);
  }
};

test('createStormPolicy(): the groups after the limit are told in one incident with one investigation, and it says why', async () => {
  const desk = await open();

  await fire(desk, ['a', 'b', 'c', 'd', 'e']);
  await fire(desk, ['c', 'd'], 'warning', ['x', 'y']);

  const storm = await stormOf(desk);
  assert.deepEqual([(await desk.incidents()).length, storm.alertsTotal, storm.alertsFiring], [3, 5, 5]);
  const starts = (await desk.store.relay.claim(100, Date.now(), 0)).filter(({ kind }) => kind === 'start');
  assert.equal(starts.length, 3);
  const [, why] = await desk.store.timeline.ofIncident(storm.id, 10);
  assert.match(why?.text.en ?? '', /2 groups had opened within 3600 s/);
  assert.match(why?.text['zh-CN'] ?? '', /为何没有逐个通知/);
  const summary = await desk.store.storms.summary(storm.id);
  assert.deepEqual([summary?.groups, summary?.groupsFiring], [3, 3]);
  await assertWhole(desk, 7);
});

test('a storm is readable: on its page and card, and in the answer to why an alert was not told by itself', async () => {
  const desk = await open();
  await fire(desk, ['a', 'b', 'c', 'd']);
  const storm = await stormOf(desk);

  const view = await desk.operations.showIncident(desk.as(people.vera), storm.code);
  const why = await desk.operations.whyNotTold(desk.as(people.vera), 'c-x');

  assert.deepEqual([view.storm?.groups, view.storm?.trend], [2, 'growing']);
  assert.match(view.storm?.lines.join('\n') ?? '', /Storm: 2 groups|风暴：2 个分组/);
  assert.deepEqual([why.told[0]?.code, why.told[0]?.together], [storm.code, view.storm?.lines.at(-1)]);
});

test('createStormPolicy() lets what is critical have its own incident, also out of a storm', async () => {
  const desk = await open();
  await fire(desk, ['a', 'b', 'c', 'd']);

  await fire(desk, ['k'], 'critical');
  await fire(desk, ['c'], 'critical', ['worse']);

  const incidents = await desk.incidents();
  assert.deepEqual(
    incidents
      .filter(({ severity }) => severity === 'critical')
      .map(({ alertsTotal }) => alertsTotal)
      .sort(),
    [1, 2],
  );
  assert.equal((await stormOf(desk)).alertsTotal, 1);
  await assertWhole(desk, 6);
});

test('enterStorm(), joinStorm(): the storm ends with its last alert, and what comes after is new', async () => {
  const desk = await open();
  await fire(desk, ['a', 'b', 'c', 'd']);
  const storm = await stormOf(desk);

  await end(desk, 'c');
  await end(desk, 'd');

  assert.equal((await desk.store.incidents.get(storm.id))?.status, 'resolved');
  await fire(desk, ['c', 'd']);
  assert.equal((await desk.incidents()).length, 3);
  await assertWhole(desk, 4);
});

test('endStorms() ends a quiet storm: few groups get incidents of their own, the last one stays', async () => {
  const desk = await open();
  await fire(desk, ['a', 'b', 'c', 'd', 'e']);
  await end(desk, 'e');
  const storm = await stormOf(desk);
  const later = {
    ...desk.deps,
    stormLimits: () => ({ ...limits, quietSeconds: -1 }),
    store: { ...store, tenantIds: async () => [desk.store.tenantId] },
  };

  await endStorms(later);
  await endStorms(later);

  assert.equal(await desk.store.storms.current(), null);
  assert.equal((await desk.incidents()).length, 4);
  assert.equal((await desk.store.incidents.get(storm.id))?.alertsFiring, 1);
  const last = (await desk.store.timeline.ofIncident(storm.id, 50)).at(-1);
  assert.match(
    last?.text.en ?? '',
    /^The storm is over\. 1 group\(s\) got incidents of their own; still firing in this one: 1 group\(s\): [cd]-x ×1$/,
  );
  await assertWhole(desk, 5);
});

test('leaveStorm() leaves a storm alone that would have nothing left', async () => {
  const desk = await open();
  await fire(desk, ['a', 'b', 'c']);
  const storm = await stormOf(desk);
  const [group] = await desk.store.storms.firing(storm.id, 1);

  const left = await desk.store.transaction((inside) => leaveStorm(desk.deps, inside, storm, group?.groupKey ?? ''));

  assert.equal(left, null);
  await assertWhole(desk, 3);
  for (const part of [createStormPolicy, enterStorm, joinStorm, openForAlerts, resolveByAlerts]) assert.equal(typeof part, 'function');
});
