import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { stormKey } from '../../../src/domain/storm.ts';
import type { Store } from '../../../src/store/contract.ts';
import { stopIntakes } from '../../intake/desk.ts';
import { sampleIncident, samplePlan } from '../../store/samples.ts';
import { openMemoryStore } from '../../support/fresh-database.ts';
import { systemClock } from '../../support/system-clock.ts';
import { people } from '../desk.ts';
import { openStory } from './story.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(async () => {
  await stopIntakes();
  await store.close();
});

test('mergeInside() moves the alerts, also the same alert of two groups, and what comes later', async () => {
  const at = await openStory(store);

  const { move, incident } = await at.operations.merge(at.rita, 'ZB-2', 'zb-1');
  await at.fire('h', { name: 'c' });

  assert.deepEqual([move.from.code, move.to.code, move.alerts], ['ZB-2', 'ZB-1', 1]);
  assert.deepEqual([incident.code, incident.severity, incident.alertsFiring, incident.alertsTotal], ['ZB-1', 'critical', 3, 3]);
  assert.deepEqual(await at.firing(), ['ZB-1: g/a g/b h/a h/c']);
  const gone = await at.operations.showIncident(at.rita, 'ZB-2');
  assert.deepEqual([gone.status, gone.phase, gone.mergedInto, gone.alertsTotal], ['resolved', 'closed', 'ZB-1', 0]);
});

test('mergeInside() says where it went in both threads, ends the workflow, announces no end, and is audited', async () => {
  const at = await openStory(store);
  const { move } = await at.operations.merge(at.rita, 'ZB-2', 'ZB-1');

  const said = await at.store.outbox.list({ state: 'waiting', limit: 50 });
  const lines = said.filter(({ slot }) => slot === `merged-${move.id}`).map(({ text }) => text?.en ?? '');
  assert.equal(lines.length, 2);
  assert.ok(lines.some((line) => /Rita merged ZB-2 into ZB-1, which has its alerts now \(1\)\. Go on in ZB-1/.test(line)));
  assert.deepEqual(await at.told(move.from.id), ['start', 'resolved']);
  assert.ok((await at.store.moments.untold(50)).every(({ moment }) => moment !== 'resolved'));
  const [line] = await at.store.audit.list({ limit: 1 });
  assert.deepEqual([line?.action, line?.actor, line?.target, line?.outcome], ['incident.merge', 'rita', 'ZB-2', 'ok']);
  const report = await at.operations.insights(at.rita, { since: '2026-11-20T00:00:00Z', until: '2026-11-23T00:00:00Z' });
  assert.equal(report.total.incidents, 1);
});

test('an incident that was merged away sends people on, and ends with the one that has its alerts', async () => {
  const at = await openStory(store);
  await at.operations.merge(at.rita, 'ZB-2', 'ZB-1');

  await assert.rejects(at.operations.steer(at.rita, 'ZB-2', { kind: 'fact', text: 'x' }), {
    kind: 'conflict',
    message: /merged into ZB-1/,
  });
  await assert.rejects(at.operations.acknowledge(at.rita, 'ZB-2'), { kind: 'conflict', message: /merged into ZB-1/ });
  for (const [group, name] of [
    ['g', 'a'],
    ['g', 'b'],
    ['h', 'a'],
  ] as const) {
    assert.equal((await at.operations.showIncident(at.rita, 'ZB-1')).status, 'triggered');
    await at.fire(group, { name, status: 'resolved' });
  }
  assert.equal((await at.operations.showIncident(at.rita, 'ZB-1')).status, 'resolved');
  await at.fire('h', { name: 'a', startsAt: '2026-11-21T01:59:00Z' });
  const again = await at.operations.showIncident(at.rita, 'ZB-3');
  assert.equal(again.previousIncident?.code, 'ZB-1');
});

test('mergeInside() refuses what can’t be merged, and says why', async () => {
  const at = await openStory(store);
  const merge = (from: string, to: string) => at.operations.merge(at.rita, from, to);

  await assert.rejects(merge('ZB-1', 'ZB-1'), { kind: 'invalid', message: /into itself/ });
  await assert.rejects(merge('ZB-1', 'ZB-9'), { kind: 'not-found' });
  await assert.rejects(at.operations.merge(at.as(people.vera), 'ZB-2', 'ZB-1'), { kind: 'forbidden', message: /may not merge or split/ });
  const from = await at.store.incidents.getByCode('ZB-2');
  await at.store.plans.create(samplePlan({ id: 'plan_m', incidentId: from?.id ?? '' }));
  await at.store.plans.moveState('plan_m', ['pending'], 'approved');
  await assert.rejects(merge('ZB-2', 'ZB-1'), { kind: 'conflict', message: /a plan that is being carried out/ });
  await at.operations.resolve(at.rita, 'ZB-1', '');
  await assert.rejects(merge('ZB-2', 'ZB-1'), { kind: 'conflict' });
  assert.deepEqual(await at.firing(), ['ZB-2: h/a']);
});

test('a storm is neither merged, nor merged into, nor split, and whoever wants to is told what helps', async () => {
  const at = await openStory(store);
  const storm = await at.store.incidents.create(sampleIncident({ id: 'inc_storm', groupKey: stormKey('inc_storm'), alertsFiring: 9 }));
  const helps = {
    kind: 'invalid',
    message: new RegExp(`becomes critical gets an incident of its own.*zhiban alerts --incident ${storm.code}`),
  };

  await assert.rejects(at.operations.merge(at.rita, storm.code, 'ZB-1'), helps);
  await assert.rejects(at.operations.merge(at.rita, 'ZB-2', storm.code), helps);
  await assert.rejects(at.operations.split(at.rita, storm.code, { matchers: 'severity="critical"' }), helps);
});
