import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type PlanState, planStates } from '../../src/domain/plan.ts';
import type { Store } from '../../src/store/contract.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { openDesk, people, valveStep } from './desk.ts';

const { vera, rita, anna } = people;
let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

const stoppable: readonly PlanState[] = ['approved', 'running'];
const undoable: readonly PlanState[] = ['verified', 'stopped', 'failed'];

for (const state of planStates) {
  const isQuiet = state === 'stopped';
  test(`stop() of a plan that is ${state} ${stoppable.includes(state) ? 'is passed on' : isQuiet ? 'finds it so' : 'is refused'}`, async () => {
    const at = await openDesk(store);
    const plan = await at.plan({ state });

    const stop = at.operations.stop(at.as(rita), plan.id);

    if (stoppable.includes(state)) {
      assert.equal((await stop).isChanged, true);
      assert.deepEqual(
        (await at.relayed()).map(({ kind, payload }) => [kind, payload]),
        [['stop', { planId: plan.id }]],
      );
      assert.equal((await at.store.plans.get(plan.id))?.state, state === 'approved' ? 'stopped' : 'running');
    } else if (isQuiet) {
      assert.equal((await stop).isChanged, false);
      assert.deepEqual(await at.relayed(), []);
    } else {
      await assert.rejects(stop, { kind: 'conflict', message: /there is nothing to stop/ });
      assert.deepEqual(await at.relayed(), []);
    }
  });

  test(`undo() of a plan that is ${state} ${undoable.includes(state) ? 'is passed on' : state === 'undone' ? 'finds it so' : 'is refused'}`, async () => {
    const at = await openDesk(store);
    const plan = await at.plan({ state });

    const undo = at.operations.undo(at.as(anna), plan.id);

    if (undoable.includes(state)) {
      assert.equal((await undo).isChanged, true);
      assert.deepEqual(
        (await at.relayed()).map(({ kind, payload }) => [kind, payload]),
        [['undo', { planId: plan.id }]],
      );
    } else if (state === 'undone') assert.equal((await undo).isChanged, false);
    else await assert.rejects(undo, { kind: 'conflict', message: /can’t be undone/ });
    assert.equal((await at.store.plans.get(plan.id))?.state, state);
  });
}

test('stop() takes anybody on duty; a viewer is refused, told who can, and in the audit log', async () => {
  const at = await openDesk(store);
  const plan = await at.plan({ state: 'running', risk: 'critical' });

  await assert.rejects(at.operations.stop(at.as(vera), plan.id), {
    kind: 'forbidden',
    message: 'Vera may not stop plans: it takes the role responder. Who can: Rita, Anna, Bob, Adam.',
  });
  const stopped = await at.operations.stop(at.as(rita), plan.id);

  const lines = await at.store.audit.list({ limit: 5 });
  assert.equal(stopped.isChanged, true);
  assert.deepEqual(
    lines.map(({ actor, action, outcome, incidentId }) => [actor, action, outcome, incidentId]),
    [
      ['rita', 'plan.stop', 'ok', plan.incidentId],
      ['vera', 'plan.stop', 'refused', plan.incidentId],
    ],
  );
});

test('stop() twice is passed on once', async () => {
  const at = await openDesk(store);
  const plan = await at.plan({ state: 'running' });

  await Promise.all([at.operations.stop(at.as(rita), plan.id), at.operations.stop(at.as(anna), plan.id)]);

  assert.equal((await at.relayed()).length, 1);
});

test('undo() takes the role that approving it takes', async () => {
  const at = await openDesk(store);
  const plan = await at.plan({ state: 'verified', risk: 'high' });

  const refused = at.operations.undo(at.as(rita, { locale: 'zh-CN' }), plan.id);

  await assert.rejects(refused, { kind: 'forbidden', message: 'Rita 无权撤销此方案：需要角色 approver。有此权限的人：Anna、Bob、Adam。' });
});

test('undo() twice is one undo; one that failed can be asked for again', async () => {
  const at = await openDesk(store);
  const plan = await at.plan({ state: 'verified' });

  await at.operations.undo(at.as(anna), plan.id);
  await at.operations.undo(at.as(anna), plan.id);
  const [first, ...more] = await at.relayed();
  await at.store.relay.done(first?.id ?? '');
  await at.store.plans.changeStep(plan.id, 0, { state: 'undoing' });
  const meanwhile = await at.operations.undo(at.as(anna), plan.id);
  await at.store.plans.changeStep(plan.id, 0, { state: 'undo_failed' });
  await at.store.incidents.change(plan.incidentId, {});
  const again = await at.operations.undo(at.as(anna), plan.id);

  assert.equal(more.length, 0);
  assert.equal(meanwhile.isChanged, false);
  assert.equal(again.isChanged, true);
  assert.equal((await at.relayed()).length, 1);
});

test('undo() of steps that have no inverse is refused in words', async () => {
  const at = await openDesk(store);
  const step = valveStep('medium', { undo: { isPossible: false, summary: { 'zh-CN': '没有逆操作', en: 'no inverse' } } });
  const plan = await at.plan({ state: 'verified', steps: [step] });

  await assert.rejects(at.operations.undo(at.as(anna), plan.id), { kind: 'conflict', message: /No step of the plan can be undone/ });
});

test('stopAll() stops what is approved or running and leaves the rest alone', async () => {
  const at = await openDesk(store);
  const states: readonly PlanState[] = ['pending', 'approved', 'running', 'verified', 'running'];
  const plans = [];
  for (const [index, state] of states.entries()) plans.push(await at.plan({ state, incidentId: `inc_all_${index}` }));

  const { stopped } = await at.operations.stopAll(at.as(rita));

  const [line] = await at.store.audit.list({ limit: 1 });
  assert.deepEqual([...stopped].sort(), [plans[1]?.id, plans[2]?.id, plans[4]?.id]);
  assert.deepEqual((await at.relayed()).map((item) => item.payload.planId).sort(), [...stopped].sort());
  assert.equal((await at.store.plans.get(plans[0]?.id ?? ''))?.state, 'pending');
  assert.deepEqual([line?.action, line?.details.stopped], ['stop-all', stopped]);
  await assert.rejects(at.operations.stopAll(at.as(vera)), { kind: 'forbidden' });
});

test('stopAll() goes on when a plan ends under its hands', async () => {
  const at = await openDesk(store);
  const first = await at.plan({ state: 'running', incidentId: 'inc_ends' });
  const second = await at.plan({ state: 'running', incidentId: 'inc_goes_on' });

  const [{ stopped }] = await Promise.all([
    at.operations.stopAll(at.as(rita)),
    at.store.plans.moveState(first.id, ['running'], 'verified'),
    at.store.plans.moveState(second.id, ['approved'], 'running'),
  ]);

  assert.ok(stopped.includes(second.id));
});
