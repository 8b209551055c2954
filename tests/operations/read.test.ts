import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Caller, Operations } from '../../src/operations/contract.ts';
import type { Store } from '../../src/store/contract.ts';
import { sampleAlert, sampleEvidence, sampleIncident } from '../store/samples.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { openDesk, people, person } from './desk.ts';

const { vera, anna } = people;
let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

test('listIncidents() takes open, several statuses, words and a limit, and turns pages', async () => {
  const at = await openDesk(store);
  for (let index = 1; index <= 5; index += 1) {
    const startedAt = `2026-11-21T01:0${index}:00.000Z`;
    await at.store.incidents.create(sampleIncident({ id: `inc_${index}`, title: `disk ${index} is full`, startedAt }));
  }
  await at.operations.resolve(at.as(people.rita), 'ZB-2', '');
  const list = (filter: Parameters<Operations['listIncidents']>[1]) => at.operations.listIncidents(at.as(vera), filter);
  const codes = async (filter: Parameters<Operations['listIncidents']>[1]) => (await list(filter)).items.map((item) => item.code);

  const first = await list({ limit: 2 });
  const second = await list({ limit: 2, cursor: first.nextCursor ?? '' });

  assert.deepEqual(await codes({}), ['ZB-5', 'ZB-4', 'ZB-3', 'ZB-2', 'ZB-1']);
  assert.deepEqual(await codes({ status: 'open' }), ['ZB-5', 'ZB-4', 'ZB-3', 'ZB-1']);
  assert.deepEqual(await codes({ status: 'resolved, acknowledged' }), ['ZB-2']);
  assert.deepEqual(await codes({ q: 'disk 3' }), ['ZB-3']);
  assert.deepEqual(
    [...first.items, ...second.items].map((item) => item.code),
    ['ZB-5', 'ZB-4', 'ZB-3', 'ZB-2'],
  );
  assert.equal((await list({ limit: 0 })).items.length, 1);
  await assert.rejects(list({ status: 'broken' }), { kind: 'invalid', message: /'status' is 'broken'; expected triggered/ });
});

test('showIncident() is whole: alerts, threads, plans with approvals, timeline, what came before', async () => {
  const at = await openDesk(store);
  await at.store.incidents.create(sampleIncident({ id: 'inc_old' }));
  await at.operations.resolve(at.as(people.rita), 'inc_old', '');
  await at.store.incidents.create(sampleIncident({ id: 'inc_new', previousIncidentId: 'inc_old' }));
  await at.store.alerts.upsert('inc_new', [sampleAlert()], '2026-11-21T01:00:00.000Z');
  const earlier = await at.plan({ incidentId: 'inc_new', state: 'void' });
  const plan = await at.plan({ incidentId: 'inc_new' });
  await at.operations.approve(at.as(anna), plan.id, plan.digest);

  const shown = await at.operations.showIncident(at.as(vera, { locale: 'zh-CN' }), 'zb-2');

  assert.deepEqual(shown.previousIncident, { id: 'inc_old', code: 'ZB-1' });
  assert.deepEqual(
    shown.alerts.map((alert) => alert.fingerprint),
    ['f1'],
  );
  assert.equal(shown.plan?.id, plan.id);
  assert.deepEqual(
    shown.plan?.approvals.map((approval) => approval.personName),
    ['Anna'],
  );
  assert.deepEqual(
    shown.earlierPlans.map((each) => each.id),
    [earlier.id],
  );
  assert.equal(shown.planState, 'approved');
  assert.equal(shown.plan?.steps[0]?.undo.summary, '恢复原开度');
  assert.equal(shown.timeline.at(-1)?.text, 'Anna 已批准（接口）。');
});

test('showEvidence() and listEvidence() give the headline in the caller’s language', async () => {
  const at = await openDesk(store);
  await at.store.incidents.create(sampleIncident());
  await at.store.evidence.add(sampleEvidence());

  const one = await at.operations.showEvidence(at.as(vera, { locale: 'zh-CN' }), 'ev_1');
  const all = await at.operations.listEvidence(at.as(vera), 'ZB-1');

  assert.equal(one.headline, '连接已用 100/100');
  assert.equal(all[0]?.headline, '100 of 100 connections used');
  assert.deepEqual([one.reason, one.series], [null, []]);
});

test('listSystems() tells what can be looked at and what can be changed', async () => {
  const at = await openDesk(store);

  const [valve] = await at.operations.listSystems(at.as(vera));

  assert.deepEqual(valve, {
    id: 'main-valve',
    kind: 'valve',
    title: 'Valve',
    runsOn: null,
    dependsOn: [],
    labels: { team: 'water' },
    actionsEnabled: true,
    commands: [],
    probes: [{ name: 'level', summary: 'Level' }],
    actions: [{ name: 'set-level', risk: 'medium' }],
  });
});

test('listAudit() filters by incident, and verifyAudit() walks the chain', async () => {
  const at = await openDesk(store);
  const plan = await at.plan();
  await at.plan();
  await at.operations.approve(at.as(anna), plan.id, plan.digest);
  await at.operations.acknowledge(at.as(anna), 'ZB-2');

  const lines = await at.operations.listAudit(at.as(vera), { incidentId: 'zb-1' });
  const chain = await at.operations.verifyAudit(at.as(vera));

  assert.deepEqual(
    lines.map((line) => line.action),
    ['plan.approve'],
  );
  assert.deepEqual(chain, { entries: 2, brokenAt: null, reason: null });
});

for (const [name, call] of [
  ['listIncidents', (operations, caller) => operations.listIncidents(caller, {})],
  ['showIncident', (operations, caller) => operations.showIncident(caller, 'ZB-1')],
  ['listEvidence', (operations, caller) => operations.listEvidence(caller, 'ZB-1')],
  ['showEvidence', (operations, caller) => operations.showEvidence(caller, 'ev_1')],
  ['showPlan', (operations, caller) => operations.showPlan(caller, 'plan_1')],
  ['listSystems', (operations, caller) => operations.listSystems(caller)],
  ['listAudit', (operations, caller) => operations.listAudit(caller, {})],
  ['verifyAudit', (operations, caller) => operations.verifyAudit(caller)],
] satisfies readonly (readonly [string, (operations: Operations, caller: Caller) => Promise<unknown>])[]) {
  test(`${name}() tells a person without a role nothing, and a viewer what is missing`, async () => {
    const at = await openDesk(store);

    await assert.rejects(call(at.operations, at.as(person('nobody'))), { kind: 'forbidden' });
    if (/show|listEvidence/.test(name)) await assert.rejects(call(at.operations, at.as(vera)), { kind: 'not-found' });
  });
}
