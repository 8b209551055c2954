import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { briefOf, createPlanRecords } from '../../src/activities/plan-records.ts';
import type { PlanState } from '../../src/domain/plan.ts';
import type { Store } from '../../src/store/contract.ts';
import { approvePlan, openStore, openWorld, startMs } from './world.ts';

let store: Store;
before(async () => {
  store = await openStore();
});
after(() => store.close());

const at = new Date(startMs).toISOString();

test('readPlan() tells a workflow states and limits, and keeps default limits for a system that is gone', async () => {
  const world = await openWorld(store);
  const { plan, scope } = await world.plan();

  const brief = await world.activities.readPlan(scope, plan.id);
  await world.deps.pool.replace([]);
  const orphan = await briefOf(world.deps, plan);

  assert.deepEqual(brief, {
    planId: plan.id,
    digest: plan.digest,
    state: 'pending',
    expiresAtMs: startMs + 3_600_000,
    validMs: 3_600_000,
    steps: [{ verifyWithinMs: 2_000, applyTimeoutMs: 400, isUndoable: true }],
  });
  assert.equal(orphan.steps[0]?.applyTimeoutMs, 30_000);
});

test('beginPlan() runs what was approved, once, and a second attempt after a crash goes on', async () => {
  const world = await openWorld(store);
  const { plan, scope } = await world.plan();
  await approvePlan(world.store, plan, at);

  const first = await world.activities.beginPlan(scope, plan.id, plan.digest);
  const again = await world.activities.beginPlan(scope, plan.id, plan.digest);

  const lines = (await world.timeline(scope)).filter(({ text }) => text.en === 'Running the plan.');
  assert.deepEqual([first.isAllowed, again.isAllowed], [true, true]);
  assert.equal((await world.store.plans.get(plan.id))?.state, 'running');
  assert.equal((await world.read(scope)).phase, 'running');
  assert.equal(lines.length, 1);
});

test('beginPlan() refuses a digest that is not the approved one, and voids the plan', async () => {
  const world = await openWorld(store);
  const { plan, scope } = await world.plan();
  await approvePlan(world.store, plan, at);

  const begun = await world.activities.beginPlan(scope, plan.id, 'f'.repeat(64));

  assert.equal(begun.isAllowed, false);
  assert.equal((await world.store.plans.get(plan.id))?.state, 'void');
  assert.ok((await world.audited(scope)).some(({ action, outcome }) => action === 'plan.run' && outcome === 'refused'));
});

test('beginPlan() of a plan that nobody approved does nothing', async () => {
  const world = await openWorld(store);
  const { plan, scope } = await world.plan();

  const begun = await world.activities.beginPlan(scope, plan.id, plan.digest);

  assert.equal(begun.isAllowed, false);
  assert.equal((await world.store.plans.get(plan.id))?.state, 'pending');
});

for (const state of ['verified', 'stopped', 'rolled_back'] as const satisfies readonly PlanState[]) {
  test(`beginPlan() told again of a plan that is ${state} is no news`, async () => {
    const world = await openWorld(store);
    const { plan, scope } = await world.running();
    await world.activities.finishPlan(scope, plan.id, state);
    const before = (await world.timeline(scope)).length;

    const begun = await world.activities.beginPlan(scope, plan.id, plan.digest);

    assert.equal(begun.isAllowed, false);
    assert.equal((await world.timeline(scope)).length, before, 'nothing is said of a repeated delivery');
    assert.equal((await world.store.plans.get(plan.id))?.state, state);
  });
}

test('expirePlan() expires what waits, once, and leaves alone what was approved in the meantime', async () => {
  const world = await openWorld(store);
  const waiting = await world.plan();
  const clicked = await world.plan();
  await approvePlan(world.store, clicked.plan, at);

  const states = [
    await world.activities.expirePlan(waiting.scope, waiting.plan.id),
    await world.activities.expirePlan(waiting.scope, waiting.plan.id),
    await world.activities.expirePlan(clicked.scope, clicked.plan.id),
  ];

  assert.deepEqual(states, ['expired', 'expired', 'approved']);
  assert.equal((await world.said()).filter(({ slot }) => slot.startsWith('expired-')).length, 1);
});

test('remindApprovers() says each reminder once, and none when it is decided', async () => {
  const world = await openWorld(store);
  const waiting = await world.plan();
  const decided = await world.plan();
  await approvePlan(world.store, decided.plan, at);

  for (const part of ['half', 'half', 'late'] as const) await world.activities.remindApprovers(waiting.scope, waiting.plan.id, part);
  await world.activities.remindApprovers(decided.scope, decided.plan.id, 'late');

  const said = (await world.said()).filter(({ slot }) => slot.startsWith('remind-'));
  assert.deepEqual(said.map(({ slot, priority }) => [slot.split('-').at(-1), priority]).sort(), [
    ['half', 'approval'],
    ['late', 'approval'],
  ]);
});

test('remindApprovers() calls those who may still decide, and urgently only at the last reminder', async () => {
  const world = await openWorld(store);
  const { plan, scope } = await world.plan();
  const people = [
    { id: 'vera', name: 'Vera', roles: ['viewer'], identities: {} },
    { id: 'rita', name: 'Rita', roles: ['responder'], identities: { slack: 'U1' } },
    { id: 'anna', name: 'Anna', roles: ['approver'], identities: { slack: 'U2' } },
  ] as const;
  const calling = (urgent: 'phone' | 'never') => createPlanRecords({ ...world.deps, people: () => people, urgent: () => urgent });
  const called = async () => (await world.store.outbox.claim(20, startMs, 0)).filter(({ slot }) => slot.startsWith('remind-'));
  await world.store.threads.create({
    incidentId: scope.incidentId,
    place: { adapter: 'slack', workspace: '', channel: 'C1' },
    locale: 'en',
    parent: null,
  });

  await calling('phone').remindApprovers(scope, plan.id, 'half');
  await calling('phone').remindApprovers(scope, plan.id, 'late');

  const inSlack = new Set((await called()).map((line) => `${line.slot.split('-').at(-1)} ${line.personIds.join(' ')} ${line.urge}`));
  assert.deepEqual([...inSlack].sort(), ['half rita anna null', 'late rita anna phone']);
});

test('finishPlan() ends what runs, tells it once and counts it', async () => {
  const world = await openWorld(store);
  const { plan, scope } = await world.running();

  await world.activities.finishPlan(scope, plan.id, 'verified');
  await world.activities.finishPlan(scope, plan.id, 'verified');
  await world.activities.finishPlan(scope, plan.id, 'failed');

  assert.equal((await world.store.plans.get(plan.id))?.state, 'verified');
  assert.equal((await world.said()).filter(({ slot }) => slot === `verified-${plan.id}`).length, 1);
  assert.deepEqual(
    world.counted.filter((each) => each.startsWith('plan')),
    ['plan pending', 'plan running', 'plan verified'],
  );
});
