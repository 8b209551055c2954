import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { stepOf } from '../../src/activities/propose-plan.ts';
import { sameText } from '../../src/domain/text.ts';
import type { Store } from '../../src/store/contract.ts';
import { approvePlan, openStore, openWorld, startMs } from './world.ts';

let store: Store;
before(async () => {
  store = await openStore();
});
after(() => store.close());

test('proposePlan() makes exact steps that cite their evidence, once however often it is attempted', async () => {
  const world = await openWorld(store);
  const { plan, scope } = await world.plan();

  const again = await world.activities.proposePlan(scope);

  const [step] = plan.steps;
  assert.equal(again?.planId, plan.id);
  assert.equal(plan.steps.length, 1);
  assert.deepEqual([step?.systemId, step?.action, step?.arguments], ['main-tank', 'set-level', { level: 80 }]);
  assert.ok((step?.evidenceIds.length ?? 0) > 0);
  assert.equal(plan.risk, 'medium');
  assert.equal(plan.expiresAt, new Date(startMs + 3_600_000).toISOString());
  assert.equal((await world.read(scope)).planId, plan.id);
  assert.equal((await world.store.plans.ofIncident(scope.incidentId)).length, 1);
});

test('proposePlan() proposes nothing that the system says can’t be or needn’t be done', async () => {
  for (const change of [{ isStuck: true }, { level: 80 }]) {
    const world = await openWorld(store);
    const { scope } = await world.plan();
    Object.assign(world.tank, change);

    assert.equal(await world.activities.proposePlan(scope), null);
    assert.equal((await world.read(scope)).planId, null, 'the plan that no longer fits is withdrawn');
  }
});

test('proposePlan() withdraws what waits when the incident is over', async () => {
  const world = await openWorld(store);
  const { plan, scope } = await world.plan();
  await world.store.incidents.moveStatus(scope.incidentId, ['triggered'], 'resolved', { resolvedAt: new Date(startMs).toISOString() });

  assert.equal(await world.activities.proposePlan(scope), null);
  assert.equal((await world.store.plans.get(plan.id))?.state, 'void');
});

test('proposePlan() never replaces a plan that was approved', async () => {
  const world = await openWorld(store);
  const { plan, scope } = await world.plan();
  await approvePlan(world.store, plan, new Date(startMs).toISOString());
  world.tank.isStuck = true;

  const brief = await world.activities.proposePlan(scope);

  assert.deepEqual([brief?.planId, brief?.state], [plan.id, 'approved']);
});

test('proposePlan() lets an approval win that comes while it thinks of another plan', async () => {
  const world = await openWorld(store);
  const { plan, scope } = await world.plan();
  const tank = world.deps.pool.get('main-tank');
  const action = tank?.kind.actions.find(({ name }) => name === 'set-level');
  assert.ok(action);
  const precheck = action.precheck;
  // The click arrives in the middle: after the old plan was read, before the new one is written.
  Reflect.set(action, 'precheck', async () => {
    await approvePlan(world.store, plan, new Date(startMs).toISOString());
    return { state: 'blocked', reason: sameText('no') };
  });

  const brief = await world.activities.proposePlan(scope);
  Reflect.set(action, 'precheck', precheck);

  assert.deepEqual([brief?.planId, brief?.state], [plan.id, 'approved']);
  assert.equal((await world.store.plans.get(plan.id))?.state, 'approved');
});

test('proposePlan() also mends a critical fault of the same system for which the alert has fewer words, and no minor one', async () => {
  for (const [confidence, steps] of [
    [0.9, 1],
    [0.88, 0],
  ] as const) {
    const world = await openWorld(store);
    const { scope } = await world.plan();
    const { verdict } = await world.read(scope);
    const [empty] = verdict?.causes ?? [];
    assert.ok(verdict !== null && empty !== undefined);
    const cracked = { ...empty, signatureId: 'tank.cracked', state: 'confirmed', confidence: 0.99 } as const;
    const causes = [cracked, { ...empty, state: 'confirmed', confidence } as const];
    await world.store.incidents.change(scope.incidentId, { verdict: { ...verdict, causes } });

    const brief = await world.activities.proposePlan(scope);

    assert.equal(brief?.steps.length ?? 0, steps, String(confidence));
  }
});

test('proposePlan() mends what is behind each of several named systems, and nothing on the side of one', async () => {
  for (const [named, steps] of [
    [['page', 'shop'], 2],
    [['page'], 1],
  ] as const) {
    const entries = [...named, 'main-tank', 'spare-tank'].map((id) => ({ id }));
    const world = await openWorld(store, { entries });
    const { scope } = await world.incident({ systemIds: ['main-tank', 'spare-tank'] });
    await world.activities.openInvestigation(scope);
    for (const order of await world.activities.chooseLooks(scope)) await world.activities.runProbe(scope, order);
    await world.activities.rankHypotheses(scope, 1);
    await world.activities.concludeInvestigation(scope, { isPartial: false });
    const { hypotheses, verdict } = await world.read(scope);
    const behind = hypotheses.map((each) => ({ ...each, relation: 'linked' as const }));
    const causes = ['main-tank', 'spare-tank'].map((systemId) => {
      const cause = verdict?.causes.find((each) => each.systemId === systemId) ?? assert.fail(systemId);
      return { ...cause, state: 'confirmed' as const };
    });
    const drawn = { ...(verdict ?? assert.fail()), causes };
    await world.store.incidents.change(scope.incidentId, { hypotheses: behind, verdict: drawn, systemIds: named });

    assert.equal((await world.activities.proposePlan(scope))?.steps.length, steps, named.join());
  }
});

test('proposePlan() proposes no part of a sequence of which one step can’t be done, and leaves out one that is done already', async () => {
  const world = await openWorld(store);
  const { scope } = await world.plan();
  const kind = world.deps.pool.get('main-tank')?.kind ?? assert.fail();
  const signature = kind.signatures.find(({ id }) => id === 'tank.empty') ?? assert.fail();
  const drain = kind.actions.find(({ name }) => name === 'drain') ?? assert.fail();
  const { remedies } = signature;
  const { precheck } = drain;
  const stepsWhen = async (state: 'blocked' | 'already'): Promise<number> => {
    Reflect.set(drain, 'precheck', async () => ({ state, reason: sameText('no'), note: sameText('done') }));
    return (await world.activities.proposePlan(scope))?.steps.length ?? 0;
  };
  Reflect.set(signature, 'remedies', [...remedies, { action: 'drain', arguments: {} }]);
  Reflect.set(signature, 'remedyMode', 'sequence');

  const found = [await stepsWhen('blocked'), await stepsWhen('already')];
  Reflect.set(drain, 'precheck', precheck);
  Reflect.set(signature, 'remedies', remedies);
  Reflect.deleteProperty(signature, 'remedyMode');

  assert.deepEqual(found, [0, 1]);
});

test('stepOf() refuses an action or arguments that the kind does not know, and says so in the log', async () => {
  const world = await openWorld(store);
  const tank = world.deps.pool.get('main-tank');
  assert.ok(tank);

  assert.equal(await stepOf(world.deps, tank, 'paint', {}, sameText('why'), []), 'blocked');
  assert.equal(await stepOf(world.deps, tank, 'set-level', { level: 5_000 }, sameText('why'), []), 'blocked');
  assert.equal(world.warnings.length, 2);
});

test('stepOf() says in words when there is no way back', async () => {
  const world = await openWorld(store);
  const tank = world.deps.pool.get('main-tank');
  assert.ok(tank);

  const step = await stepOf(world.deps, tank, 'drain', {}, sameText('why'), ['ev_1']);

  assert.ok(typeof step === 'object');
  assert.deepEqual(step.undo, { isPossible: false, summary: { 'zh-CN': '放掉的水收不回来', en: 'what has run out does not come back' } });
});
