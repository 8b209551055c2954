import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sameText } from '../../src/domain/text.ts';
import type { Store } from '../../src/store/contract.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { type Desk, openDesk, people } from './desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

/** A dead line in a thread, and a dead announcement. */
async function deskWithDead(): Promise<Desk & { readonly ids: readonly string[] }> {
  const desk = await openDesk(store);
  const { incidentId } = await desk.plan();
  const place = { adapter: 'slack', workspace: 'T1', channel: 'C1' };
  await desk.store.threads.create({ incidentId, place, locale: 'en', parent: null });
  await desk.store.outbox.say({ incidentId, slot: 'verdict', priority: 'state', text: sameText('the cache is full') });
  const target = { adapter: 'email', name: 'email', to: ['sre@example.com'], locale: 'en' } as const;
  const moment = { moment: 'approval', momentKey: 'm', momentAt: '2026-11-21T02:00:00.000Z' } as const;
  await desk.store.deliveries.add([{ incidentId, ...moment, target, priority: 'approval', isDigest: false, dueAtMs: 0 }]);
  const [line] = await desk.store.outbox.claim(1, Date.now(), 1);
  const [announcement] = await desk.store.deliveries.claim(1, Date.now(), 1, []);
  const ids = [line?.id ?? '', announcement?.id ?? ''];
  await desk.store.outbox.dead(ids[0] ?? '', 'is_archived');
  await desk.store.deliveries.dead([ids[1] ?? ''], '550 no such user');
  return { ...desk, ids };
}

test('listDeliveries() shows lines and announcements together, with where to and why not', async () => {
  const { operations, as } = await deskWithDead();

  const items = await operations.listDeliveries(as(people.vera), {});

  assert.deepEqual(
    items.map(({ kind, code, adapter, destination, what, error }) => [kind, code, adapter, destination, what, error]).toSorted(),
    [
      ['announcement', 'ZB-1', 'email', 'sre@example.com', 'Waits for approval', '550 no such user'],
      ['line', 'ZB-1', 'slack', 'C1', 'the cache is full', 'is_archived'],
    ],
  );
  assert.deepEqual(await operations.listDeliveries(as(people.vera), { state: 'waiting' }), []);
  await assert.rejects(operations.listDeliveries(as(people.vera), { state: 'lost' }), { kind: 'invalid' });
});

test('replayDelivery() sends one again, once, and says who asked for it', async () => {
  const { operations, as, ids, store: own, wakes } = await deskWithDead();
  const [line = '', announcement = ''] = ids;

  assert.deepEqual(await operations.replayDelivery(as(people.rita), line), { replayed: [line] });
  await assert.rejects(operations.replayDelivery(as(people.rita), line), { kind: 'not-found' });

  assert.deepEqual(
    (await operations.listDeliveries(as(people.vera), {})).map(({ id }) => id),
    [announcement],
  );
  assert.equal(wakes(), 1);
  const [refused, done] = await own.audit.list({ limit: 2 });
  assert.deepEqual([done?.action, done?.actor, done?.outcome, refused?.outcome], ['delivery.replay', 'rita', 'ok', 'refused']);
});

test('replayDeliveries() sends all again; it takes the right to', async () => {
  const { operations, as, ids } = await deskWithDead();

  await assert.rejects(operations.replayDeliveries(as(people.vera)), { kind: 'forbidden' });
  const { replayed } = await operations.replayDeliveries(as(people.rita));

  assert.deepEqual(replayed.toSorted(), [...ids].toSorted());
  assert.deepEqual(await operations.listDeliveries(as(people.vera), {}), []);
});
