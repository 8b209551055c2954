import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { tellLadder } from '../../src/operations/tell-ladder.ts';
import type { Store } from '../../src/store/contract.ts';
import { sampleIncident } from '../store/samples.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { openDesk, people } from './desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

test('tellLadder() is told once for each change, also of who takes it over', async () => {
  const { store: tenant, relayed, operations, as } = await openDesk(store);
  const incident = await tenant.incidents.create(sampleIncident());
  await tellLadder(tenant, incident);
  await tellLadder(tenant, incident);
  await operations.acknowledge(as(people.rita), incident.id);

  const kinds: string[] = [];
  for (let [item] = await relayed(); item !== undefined; [item] = await relayed()) {
    kinds.push(item.kind);
    await tenant.relay.done(item.id);
  }
  assert.deepEqual(kinds, ['ladder', 'ladder']);
});
