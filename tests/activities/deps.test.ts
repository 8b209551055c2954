import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { storeOf } from '../../src/activities/deps.ts';
import type { Store } from '../../src/store/contract.ts';
import { openStore, openWorld } from './world.ts';

let store: Store;
before(async () => {
  store = await openStore();
});
after(() => store.close());

test('storeOf() is the store of the scope’s tenant: another tenant’s incident isn’t there', async () => {
  const [mine, other] = [await openWorld(store), await openWorld(store)];
  const { scope } = await mine.incident();

  assert.notEqual(await storeOf(mine.deps, scope).incidents.get(scope.incidentId), null);
  assert.equal(await storeOf(mine.deps, { ...scope, tenantId: other.store.tenantId }).incidents.get(scope.incidentId), null);
});
