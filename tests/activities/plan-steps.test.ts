import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ApplicationFailure } from '@temporalio/common';
import { sameText } from '../../src/domain/text.ts';
import type { Store } from '../../src/store/contract.ts';
import { openStore, openWorld } from './world.ts';

let store: Store;
before(async () => {
  store = await openStore();
});
after(() => store.close());

test('a step is checked, applied, verified and undone, each on record', async () => {
  const world = await openWorld(store);
  const { step, scope, plan } = await world.running();
  const { activities, tank } = world;
  const states: (string | undefined)[] = [];
  const note = async (): Promise<void> => void states.push((await world.store.plans.step(plan.id, 0))?.state);

  assert.equal((await activities.precheckStep(step)).state, 'ready');
  await note();
  await activities.applyStep(step);
  await note();
  assert.equal((await activities.verifyStep(step)).isMet, true);
  await note();
  assert.equal((await activities.undoStep(step)).isUndone, true);
  await note();

  assert.deepEqual(states, ['checking', 'verifying', 'verified', 'undone']);
  assert.deepEqual(tank.changes, ['set 80', 'back 0']);
  assert.deepEqual(
    (await world.audited(scope))
      .map(({ action }) => action)
      .filter((action) => action.startsWith('step.'))
      .sort(),
    ['step.apply', 'step.undo', 'step.verify'],
  );
});

test('precheckStep() of what is so already or must not be done applies nothing and says why', async () => {
  const world = await openWorld(store);
  const already = await world.running();
  world.tank.level = 80;
  const blockedWorld = await openWorld(store);
  const blocked = await blockedWorld.running();
  blockedWorld.tank.isStuck = true;

  assert.deepEqual(await world.activities.precheckStep(already.step), { state: 'already', note: 'level is 80' });
  assert.deepEqual(await blockedWorld.activities.precheckStep(blocked.step), { state: 'blocked', note: 'the valve is stuck' });
  assert.equal((await blockedWorld.store.plans.step(blocked.plan.id, 0))?.state, 'blocked');
  assert.deepEqual(blockedWorld.tank.changes, []);
});

test('applyStep() attempted again after a crash asks the system, and does it once', async () => {
  const world = await openWorld(store);
  const { step, plan } = await world.running();
  await world.activities.precheckStep(step);
  await world.activities.applyStep(step);
  // The worker died after the change and before its record.
  const { appliedAt: _, ...before } = (await world.store.plans.step(plan.id, 0)) ?? {};
  const crashed = await openWorld(store);
  const other = await crashed.running();
  await crashed.activities.precheckStep(other.step);
  await crashed.store.plans.changeStep(other.plan.id, 0, { applyStartedAt: new Date().toISOString(), state: 'applying' });
  crashed.tank.level = 80;

  await crashed.activities.applyStep(other.step);
  await world.activities.applyStep(step);

  assert.ok('before' in before);
  assert.deepEqual(crashed.tank.changes, [], 'the system said that it was done');
  assert.deepEqual(world.tank.changes, ['set 80'], 'the record said that it was done');
});

test('applyStep() attempted again does the change when the first attempt did not get to it', async () => {
  const world = await openWorld(store);
  const { step, plan } = await world.running();
  await world.activities.precheckStep(step);
  await world.store.plans.changeStep(plan.id, 0, { applyStartedAt: new Date().toISOString(), state: 'applying' });

  const recheck = await world.activities.precheckStep(step);
  await world.activities.applyStep(step);

  assert.equal(recheck.state, 'ready');
  assert.deepEqual(world.tank.changes, ['set 80']);
  assert.equal((await world.store.plans.step(plan.id, 0))?.before?.level, 0, 'the state before the first attempt is the one that counts');
});

test('applyStep() does nothing for a plan that is not running', async () => {
  const world = await openWorld(store);
  const { step } = await world.plan();

  await assert.rejects(world.activities.applyStep(step), (error) => error instanceof ApplicationFailure && error.nonRetryable === true);
  assert.deepEqual(world.tank.changes, []);
});

test('applyStep() does not wait for an action that ignores its signal', async () => {
  const world = await openWorld(store);
  const { step } = await world.running();
  await world.activities.precheckStep(step);
  world.tank.hangMs = 5_000;

  await assert.rejects(world.activities.applyStep(step), /did not end within 0.4 s/);
});

test('applyStep() of an activity that was given up changes nothing', async () => {
  const given = new AbortController();
  const world = await openWorld(store, { cancellation: given.signal });
  const { step } = await world.running();
  await world.activities.precheckStep(step);
  given.abort();

  await assert.rejects(world.activities.applyStep(step), /given up before it began/);
  assert.deepEqual(world.tank.changes, []);
});

test('undoStep() of what was never applied has nothing to do, and of what is undone does nothing again', async () => {
  const world = await openWorld(store);
  const { step } = await world.running();

  const never = await world.activities.undoStep(step);
  await world.activities.precheckStep(step);
  await world.activities.applyStep(step);
  await world.activities.undoStep(step);
  await world.activities.undoStep(step);

  assert.equal(never.isUndone, true);
  assert.deepEqual(world.tank.changes, ['set 80', 'back 0']);
});

test('precheckStep() refuses what somebody has set anew since the plan was proposed', async () => {
  const world = await openWorld(store);
  const { step, plan } = await world.running();
  world.tank.level = 5;

  const precheck = await world.activities.precheckStep(step);

  assert.equal(precheck.state, 'blocked');
  assert.match(precheck.note, /was level 0, it is level 5 now/);
  assert.equal((await world.store.plans.step(plan.id, 0))?.state, 'blocked');
  assert.deepEqual(world.tank.changes, []);
});

test('undoStep() overwrites nothing that somebody else has set after the step, and says what', async () => {
  const world = await openWorld(store);
  const { step, plan, scope } = await world.running();
  await world.activities.precheckStep(step);
  await world.activities.applyStep(step);
  await world.activities.verifyStep(step);
  world.tank.level = 60;

  const undo = await world.activities.undoStep(step);

  assert.equal(undo.isUndone, false);
  assert.match(undo.note, /left at level 80, it is level 60 now/);
  assert.equal((await world.store.plans.step(plan.id, 0))?.state, 'undo_failed');
  assert.equal(world.tank.level, 60);
  const audited = (await world.audited(scope)).find(({ action }) => action === 'step.undo');
  assert.equal(audited?.outcome, 'refused');
  // Once it is as the step left it, the undo can be asked for again.
  world.tank.level = 80;
  assert.equal((await world.activities.undoStep(step)).isUndone, true);
  assert.equal(world.tank.level, 0);
});

test('undoStep() takes back what a system tells of only later, and what it made of the value itself', async () => {
  const late = await openWorld(store);
  const lateRun = await late.running();
  await late.activities.precheckStep(lateRun.step);
  late.tank.tells = 0;
  await late.activities.applyStep(lateRun.step);
  late.tank.tells = null;
  const rounding = await openWorld(store);
  const roundingRun = await rounding.running();
  await rounding.activities.precheckStep(roundingRun.step);
  rounding.tank.tells = 79;
  await rounding.activities.applyStep(roundingRun.step);

  assert.equal((await late.activities.undoStep(lateRun.step)).isUndone, true);
  assert.equal((await rounding.activities.undoStep(roundingRun.step)).isUndone, true);
  assert.deepEqual([late.tank.level, rounding.tank.level], [0, 0]);
});

test('undoStep() of a step that failed and has no way back still says why it failed', async () => {
  const world = await openWorld(store);
  const { step, plan } = await world.running();
  await world.activities.precheckStep(step);
  await world.activities.applyStep(step);
  await world.activities.failStep(step, 'the valve leaks', 'failed');
  const action = world.deps.pool.get('main-tank')?.kind.actions.find(({ name }) => name === 'set-level');
  assert.ok(action);
  const { undo: way } = action;
  Reflect.set(action, 'undo', { impossible: sameText('water is gone') });

  const undo = await world.activities.undoStep(step);
  Reflect.set(action, 'undo', way);

  assert.equal(undo.isUndone, false);
  assert.equal((await world.store.plans.step(plan.id, 0))?.note?.en, 'the valve leaks; can’t be undone: water is gone');
});

test('failStep() keeps the reason without its secrets', async () => {
  const world = await openWorld(store);
  const { step, plan } = await world.running();

  await world.activities.failStep(step, 'login with password=hunter2hunter2 failed', 'undo_failed');

  const record = await world.store.plans.step(plan.id, 0);
  assert.equal(record?.state, 'undo_failed');
  assert.ok(record?.note?.en.startsWith('login with'));
  assert.ok(!JSON.stringify(record?.note).includes('hunter2hunter2'));
});

test('what an action says and what is audited carry no secret; what an undo needs is kept as it was', async () => {
  const world = await openWorld(store);
  const { step, plan, scope } = await world.running();

  await world.activities.precheckStep(step);
  await world.activities.applyStep(step);

  const record = await world.store.plans.step(plan.id, 0);
  assert.ok(!JSON.stringify([record?.note, await world.audited(scope), await world.timeline(scope)]).includes('hunter2hunter2'));
  assert.equal(record?.before?.token, 'hunter2hunter2');
});

test('a system that has left the configuration or became read-only is not changed', async () => {
  const world = await openWorld(store);
  const { step } = await world.running();
  const entry = world.deps.pool.get('main-tank')?.entry;
  assert.ok(entry);
  const isFinal = (error: unknown): boolean => error instanceof ApplicationFailure && error.nonRetryable === true;

  await world.deps.pool.replace([{ ...entry, actionsEnabled: false }]);
  await assert.rejects(world.activities.applyStep(step), isFinal);
  await world.deps.pool.replace([]);
  await assert.rejects(world.activities.applyStep(step), isFinal);

  assert.deepEqual(world.tank.changes, []);
});
