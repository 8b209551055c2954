import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { keepAnswer } from '../../src/activities/keep-answer.ts';
import { planDigest } from '../../src/domain/plan-digest.ts';
import type { Store } from '../../src/store/contract.ts';
import { samplePlan, sampleStep } from '../store/samples.ts';
import { approvePlan, openStore, openWorld, startMs, type World } from './world.ts';

let store: Store;
before(async () => {
  store = await openStore();
});
after(() => store.close());

async function waitingCommand(world: World) {
  const { incident, scope } = await world.incident();
  const steps = [sampleStep({ systemId: 'main-tank', kind: 'tank', action: 'run-command', arguments: { command: 'DIP' }, risk: 'low' })];
  const times = { createdAt: new Date(startMs + 1_000).toISOString(), expiresAt: new Date(startMs + 3_600_000).toISOString() };
  const plan = {
    ...samplePlan(),
    ...times,
    id: `plan_${incident.id}`,
    incidentId: incident.id,
    digest: planDigest(incident.id, steps),
    steps,
    approvalsNeeded: 1,
  };
  await world.store.plans.create(plan);
  await world.store.incidents.change(incident.id, { planId: plan.id });
  return { plan, scope, step: { ...scope, planId: plan.id, step: 0 } };
}

test('a command that reads is run once it is approved; what it printed is evidence and is said, masked and bounded', async () => {
  const world = await openWorld(store);
  const { plan, scope, step } = await waitingCommand(world);
  await approvePlan(world.store, plan, plan.createdAt);
  assert.ok((await world.activities.beginPlan(scope, plan.id, plan.digest)).isAllowed);

  await world.activities.precheckStep(step);
  await world.activities.applyStep(step);
  await world.activities.applyStep(step);
  assert.equal((await world.activities.verifyStep(step)).isMet, true);

  const [evidence, ...more] = await world.store.evidence.ofIncident(scope.incidentId);
  assert.deepEqual([evidence?.probe, evidence?.query, evidence?.isTruncated, more.length], ['run-command', 'DIP', true, 0]);
  assert.match(evidence?.text ?? '', /^level=0\npassword=«secret»\n/);
  const said = (await world.said()).map(({ text }) => text.en).filter((text) => text.includes('main-tank ran DIP'));
  assert.equal(said.length, 1);
  assert.match(said[0] ?? '', /```\nlevel=0\n[\s\S]*```\nOnly the beginning is shown/);
  assert.ok(!JSON.stringify([evidence, said]).includes('hunter2'));
  assert.equal(
    (await keepAnswer(world.deps, step, { systemId: 'main-tank', action: 'run-command', arguments: {} }, { output: '', startedMs: 0 })).en,
    'it was run and printed 0 lines',
  );
});

test('a finding does not take the place of a command that waits, and a command that was run is no fix', async () => {
  const world = await openWorld(store);
  const { plan, scope } = await waitingCommand(world);

  assert.equal((await world.activities.proposePlan(scope))?.planId, plan.id);
  await world.activities.settleIncident(scope, 'fixed');

  assert.equal((await world.read(scope)).status, 'triggered');
});
