import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createHousekeeping, tidy } from '../../src/operations/housekeeping.ts';
import type { Store } from '../../src/store/contract.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';

const dayMs = 24 * 3_600_000;
const startMs = Date.parse('2026-11-21T02:00:00.000Z');

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

function clockAt(ms: number) {
  return { now: () => ms, sleep: async () => undefined };
}

test('tidy() forgets clicks after a week, of every tenant, and no sooner', async () => {
  for (const id of ['one', 'two']) await store.ensureTenant(id, id);
  for (const id of ['one', 'two']) await store.forTenant(id).interactions.claim('click', startMs);

  await tidy({ store, clock: clockAt(startMs + 6 * dayMs) });
  const isForgottenEarly = await store.forTenant('one').interactions.claim('click', startMs);
  await tidy({ store, clock: clockAt(startMs + 8 * dayMs) });
  const areForgotten = await Promise.all(['one', 'two'].map((id) => store.forTenant(id).interactions.claim('click', startMs)));

  assert.equal(isForgottenEarly, false);
  assert.deepEqual(areForgotten, [true, true]);
});

test('tidy() forgets how often an alert came and went after a week, and no sooner', async () => {
  await store.ensureTenant('flapping', 'flapping');
  const { alertMemory } = store.forTenant('flapping');
  const place = { source: 'alertmanager', groupKey: 'g', fingerprint: 'f' };
  const startsAt = new Date(startMs).toISOString();
  await alertMemory.saveChanges([{ ...place, status: 'resolved', startsAt, changes: [startMs], flappingSince: null }]);
  const countAt = async (days: number) => {
    await tidy({ store, clock: clockAt(startMs + days * dayMs) });
    return (await alertMemory.changesOf([place])).size;
  };

  assert.deepEqual([await countAt(6), await countAt(8)], [1, 0]);
});

test('tidy() keeps the events that readers may still ask for', async () => {
  await store.ensureTenant('events', 'events');
  const tenant = store.forTenant('events');
  const forgotten: number[] = [];
  const long = {
    ...tenant,
    events: { ...tenant.events, latestSeq: async () => 200_010, forgetBefore: async (seq: number) => void forgotten.push(seq) },
  };
  await tenant.events.emit('incident', null, {});

  await tidy({ store, clock: clockAt(startMs) });
  const kept = (await tenant.events.after(0, 10)).length;
  await tidy({ store: { ...store, tenantIds: async () => ['events'], forTenant: () => long }, clock: clockAt(startMs) });

  assert.equal(kept, 1);
  assert.deepEqual(forgotten, [10]);
});

test('createHousekeeping() goes on after a failure, and ends when it is told to', async () => {
  let rounds = 0;
  let renewals = 0;
  const warnings: string[] = [];
  const away = {
    ...store,
    tenantIds: async () => {
      rounds += 1;
      throw new Error('the database is away');
    },
  };
  const clock = { now: () => startMs, sleep: (_ms: number, signal?: AbortSignal) => systemClock.sleep(5, signal) };
  const housekeeping = createHousekeeping({
    store: away,
    clock,
    log: { info: () => undefined, warn: (_fields, said) => void warnings.push(said) },
    renewCards: async () => {
      renewals += 1;
      throw new Error('away as well');
    },
  });

  housekeeping.start();
  while (rounds < 3) await systemClock.sleep(5);
  await housekeeping.stop();
  const atTheEnd = rounds;
  await systemClock.sleep(30);

  assert.equal(rounds, atTheEnd);
  assert.ok(warnings.length >= 4);
  assert.ok(renewals >= 2, 'one failing does not keep the other back');
});
