import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ApplicationFailure } from '@temporalio/common';
import { requireIncident, requirePlan, requireStep } from '../../src/activities/require.ts';
import type { Store } from '../../src/store/contract.ts';
import { openStore, openWorld } from './world.ts';

let store: Store;
before(async () => {
  store = await openStore();
});
after(() => store.close());

test('requireIncident(), requirePlan() and requireStep() give what is there', async () => {
  const world = await openWorld(store);
  const { plan } = await world.plan();

  assert.equal((await requireIncident(world.store, plan.incidentId)).id, plan.incidentId);
  assert.equal((await requirePlan(world.store, plan.id)).digest, plan.digest);
  assert.equal((await requireStep(world.store, plan.id, 0)).action, 'set-level');
});

test('what is not there is no matter for another attempt, and is of the type that ends the incident’s workflow', async () => {
  const world = await openWorld(store);
  const isGone = (error: unknown): boolean => error instanceof ApplicationFailure && error.nonRetryable === true && error.type === 'gone';

  await assert.rejects(requireIncident(world.store, 'inc_none'), isGone);
  await assert.rejects(requirePlan(world.store, 'plan_none'), isGone);
  await assert.rejects(requireStep(world.store, 'plan_none', 0), isGone);
});
