import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { adoptIncidents, climbOverdue, createOverdueLadders, type OverdueDeps } from '../../src/operations/overdue-ladders.ts';
import type { Store } from '../../src/store/contract.ts';
import { rulesOf, waiting } from '../activities/escalate/ladder-desk.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { people, startMs } from './desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

async function overdue() {
  const at = await waiting(store, { levels: [['bob']] });
  const depsAt = (afterMinutes: number): OverdueDeps => ({
    store: { ...store, tenantIds: async () => [at.store.tenantId] },
    clock: { ...systemClock, now: () => startMs + afterMinutes * 60_000 },
    people: () => Object.values(people),
    calls: rulesOf({ levels: [['bob']] }),
    log: { info: () => undefined, warn: () => undefined },
    wake: () => undefined,
  });
  return { ...at, depsAt };
}

test('climbOverdue() makes the calls of a ladder whose clock stands still, once', async () => {
  const { look, depsAt, pages } = await overdue();
  await look(0);

  await climbOverdue(depsAt(15));
  assert.deepEqual(await pages(), []);
  await climbOverdue(depsAt(16));
  await climbOverdue(depsAt(16));
  assert.deepEqual(await pages(), ['1.0 mention bob chat']);
  assert.deepEqual((await look(17)).nextMinute, 30);
});

test('adoptIncidents() tells the ladders of open incidents that have none', async () => {
  const { depsAt, store: tenant, incident, look } = await overdue();

  await adoptIncidents(depsAt(1));
  await adoptIncidents(depsAt(1));
  const told = await tenant.relay.claim(10, startMs, 0);
  await tenant.relay.done(told[0]?.id ?? '');
  await look(1);
  await adoptIncidents(depsAt(2));

  assert.deepEqual(
    [told.map(({ kind, incidentId }) => [kind, incidentId]), await tenant.relay.counts()],
    [[['ladder', incident.id]], { waiting: 0 }],
  );
});

test('createOverdueLadders() stops at once, also while it rests', async () => {
  const watch = createOverdueLadders({
    ...(await overdue()).depsAt(0),
    store: { ...store, tenantIds: async () => [] },
    clock: systemClock,
  });

  watch.start();
  await watch.stop();
});
