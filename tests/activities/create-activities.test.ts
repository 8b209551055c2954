import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { activityCancellation, withHeartbeat } from '../../src/activities/create-activities.ts';
import type { Store } from '../../src/store/contract.ts';
import { openStore, openWorld } from './world.ts';

let store: Store;
before(async () => {
  store = await openStore();
});
after(() => store.close());

test('createActivities() has all that the workflows call', async () => {
  const { activities } = await openWorld(store);

  assert.deepEqual(Object.keys(withHeartbeat(activities)).sort(), Object.keys(activities).sort());
  assert.equal(
    Object.values(activities).every((each) => typeof each === 'function'),
    true,
  );
});

test('think() without a model is done at once and says that there is none', async () => {
  const world = await openWorld(store);
  const { scope } = await world.incident();

  assert.deepEqual(await world.activities.think(scope, 1, 100), {
    isDone: true,
    looks: [],
    tokens: 0,
    unavailable: 'no model is configured',
  });
});

test('activityCancellation() outside a worker never fires', () => {
  assert.equal(activityCancellation().aborted, false);
});
