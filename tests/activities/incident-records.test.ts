import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readSteerNotes } from '../../src/activities/incident-words.ts';
import type { Steer } from '../../src/domain/incident.ts';
import type { Store } from '../../src/store/contract.ts';
import { openStore, openWorld, startMs } from './world.ts';

let store: Store;
before(async () => {
  store = await openStore();
});
after(() => store.close());

function steer(kind: Steer['kind'], text: string): Steer {
  return { key: `${kind}-${text}`, kind, text, personId: 'ada', at: new Date(startMs).toISOString() };
}

test('applySteer() keeps a fact once, and asks for another look at it', async () => {
  const world = await openWorld(store);
  const { scope } = await world.incident();

  const first = await world.activities.applySteer(scope, steer('fact', 'a pipe was changed'));
  await world.activities.applySteer(scope, steer('fact', 'a pipe was changed'));

  assert.deepEqual(first, { investigateAgain: true });
  assert.deepEqual((await readSteerNotes(world.store, scope.incidentId)).facts, ['a pipe was changed']);
});

test('applySteer() rules out what it finds, by name in either language, and says so when it finds nothing', async () => {
  const world = await openWorld(store);
  const { scope } = await world.plan();

  const unknown = await world.activities.applySteer(scope, steer('rule-out', 'solar flare'));
  const known = await world.activities.applySteer(scope, steer('rule-out', '水箱空了'));

  const { ruledOut } = await readSteerNotes(world.store, scope.incidentId);
  assert.deepEqual([unknown.investigateAgain, known.investigateAgain], [false, true]);
  assert.equal(ruledOut.length, 1);
  assert.ok((await world.said()).some(({ text }) => text.en.includes('No hypothesis fits “solar flare”')));
});

test('applySteer() rules out what the verdict calls a cause, also while a new look has not named it yet', async () => {
  const world = await openWorld(store);
  const { scope } = await world.plan();
  await world.store.incidents.change(scope.incidentId, { hypotheses: [] });

  const known = await world.activities.applySteer(scope, steer('rule-out', '水箱空了'));

  assert.deepEqual(known, { investigateAgain: true });
  assert.equal((await readSteerNotes(world.store, scope.incidentId)).ruledOut.length, 1);
});

test('applySteer() keeps a bounded number of facts, the newest', async () => {
  const world = await openWorld(store);
  const { scope } = await world.incident();
  for (let index = 0; index < 60; index += 1) await world.activities.applySteer(scope, steer('fact', `fact ${index}`));

  const { facts } = await readSteerNotes(world.store, scope.incidentId);

  assert.equal(facts.length, 50);
  assert.equal(facts.at(-1), 'fact 59');
});

test('applySteer() asked to go on or to begin again does so', async () => {
  const world = await openWorld(store);
  const { scope } = await world.incident();

  for (const kind of ['resume', 'investigate-again'] as const) {
    assert.deepEqual(await world.activities.applySteer(scope, steer(kind, '')), { investigateAgain: true });
  }
});

test('settleIncident() resolves what no alert watches, and leaves the last word to alerts that fire', async () => {
  const world = await openWorld(store);
  const watched = await world.incident();
  const quiet = await world.incident();
  await world.store.incidents.change(quiet.incident.id, { alertsFiring: 0 });

  await world.activities.settleIncident(watched.scope, 'quiet');
  await world.activities.settleIncident(watched.scope, 'fixed');
  await world.activities.settleIncident(quiet.scope, 'fixed');
  await world.activities.settleIncident(quiet.scope, 'fixed');

  const lines = (await world.timeline(quiet.scope)).filter(({ kind }) => kind === 'status');
  assert.equal((await world.read(watched.scope)).status, 'mitigated');
  assert.deepEqual([(await world.read(quiet.scope)).status, (await world.read(quiet.scope)).phase], ['resolved', 'closed']);
  assert.equal(lines.length, 1);
});

test('setPhase() of a resolved incident stays closed, but shows an undo that runs', async () => {
  const world = await openWorld(store);
  const { scope } = await world.incident();
  await world.store.incidents.moveStatus(scope.incidentId, ['triggered'], 'resolved', { phase: 'closed' });

  await world.activities.setPhase(scope, 'watching');
  assert.equal((await world.read(scope)).phase, 'closed');
  await world.activities.setPhase(scope, 'running');
  assert.equal((await world.read(scope)).phase, 'running');
});

test('setPhase() that changes nothing makes no new revision', async () => {
  const world = await openWorld(store);
  const { scope } = await world.incident();
  await world.activities.setPhase(scope, 'watching');
  const { revision } = await world.read(scope);

  await world.activities.setPhase(scope, 'watching');

  assert.equal((await world.read(scope)).revision, revision);
});

test('readIncidentState() tells whether it is over', async () => {
  const world = await openWorld(store);
  const { scope } = await world.plan();

  assert.deepEqual(await world.activities.readIncidentState(scope), { isResolved: false, alertsFiring: 1, hasVerdict: true });
});

test('reportFailure() of a run leaves its plan as failed, tells it once and audits it, without secrets', async () => {
  const world = await openWorld(store);
  const { plan, scope } = await world.running();
  const failure = { key: 'remediation-1', what: 'remediation', reason: 'password=hunter2hunter2 refused', planId: plan.id } as const;

  await world.activities.reportFailure(scope, failure);
  await world.activities.reportFailure(scope, failure);

  const said = (await world.said()).filter(({ slot }) => slot === 'failure-remediation-1');
  assert.equal((await world.store.plans.get(plan.id))?.state, 'failed');
  assert.equal(said.length, 1);
  assert.ok(!JSON.stringify([said, await world.audited(scope), await world.timeline(scope)]).includes('hunter2hunter2'));
});

test('reportFailure() of an undo leaves the plan as it is, and its steps open to another attempt', async () => {
  const world = await openWorld(store);
  const { plan, scope } = await world.running();
  await world.activities.finishPlan(scope, plan.id, 'verified');
  await world.store.plans.changeStep(plan.id, 0, { state: 'undoing' });

  await world.activities.reportFailure(scope, { key: 'undo-1', what: 'undo', reason: 'stuck', planId: plan.id });

  assert.equal((await world.store.plans.get(plan.id))?.state, 'verified');
  assert.equal((await world.store.plans.step(plan.id, 0))?.state, 'undo_failed');
});
