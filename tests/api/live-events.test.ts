import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLiveEvents, type EventListener } from '../../src/api/live-events.ts';
import type { Store, TenantStore } from '../../src/store/contract.ts';
import type { LiveEvent } from '../../src/store/event-contract.ts';

/** The event log and nothing else of a store; `commit` makes events visible and may wake. */
function eventLog() {
  const log: LiveEvent[] = [];
  const wakes = new Set<(tenantId: string) => void>();
  let reads = 0;
  let failures = 0;
  const events = {
    async after(seq: number, limit: number) {
      reads += 1;
      if (failures > 0) {
        failures -= 1;
        throw new Error('the store is away');
      }
      return log.filter((event) => event.seq > seq).slice(0, limit);
    },
    latestSeq: async () => log.at(-1)?.seq ?? 0,
  };
  const store = {
    forTenant: () => ({ events }) as unknown as TenantStore,
    async listen(wake: (tenantId: string) => void) {
      wakes.add(wake);
      return async () => void wakes.delete(wake);
    },
  } satisfies Pick<Store, 'forTenant' | 'listen'>;
  return {
    store,
    wakes,
    reads: () => reads,
    failNext: () => {
      failures = 1;
    },
    commit(name: string, isWaking = true) {
      log.push({ seq: log.length + 1, kind: 'incident', incidentId: null, payload: { name } });
      if (isWaking) for (const wake of wakes) wake('default');
    },
  };
}

function listener() {
  const heard: string[] = [];
  let wanted = 0;
  let arrived: (() => void) | null = null;
  let hasEnded = false;
  const self: EventListener = {
    hear(events) {
      for (const { payload } of events) heard.push(String(payload.name));
      if (heard.length >= wanted) arrived?.();
    },
    end() {
      hasEnded = true;
    },
  };
  const until = (count: number): Promise<void> =>
    heard.length >= count
      ? Promise.resolve()
      : new Promise((resolve) => {
          wanted = count;
          arrived = resolve;
        });
  return { self, heard, until, hasEnded: () => hasEnded };
}

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

function create(log: ReturnType<typeof eventLog>, pollMs = 60_000) {
  return createLiveEvents({ store: log.store, tenantId: 'default', log: quiet, pollMs });
}

test('createLiveEvents() reads once for many listeners', async () => {
  const log = eventLog();
  const live = create(log);
  const listeners = Array.from({ length: 20 }, listener);
  for (const one of listeners) await live.follow(null, one.self);

  log.commit('one');
  await Promise.all(listeners.map((one) => one.until(1)));

  assert.ok(listeners.every(({ heard }) => heard.join() === 'one'));
  assert.equal(log.reads(), 1);
  await live.close();
});

test('createLiveEvents() catches up first and loses nothing that is committed meanwhile', async () => {
  const log = eventLog();
  const live = create(log);
  for (const name of ['a', 'b', 'c']) log.commit(name);
  const one = listener();

  const following = live.follow(1, one.self);
  log.commit('d');
  await following;
  log.commit('e');
  await one.until(4);

  assert.deepEqual([...new Set(one.heard)], ['b', 'c', 'd', 'e']);
  await live.close();
});

test('createLiveEvents() looks by itself when a wake-up is missed', async () => {
  const log = eventLog();
  const live = create(log, 10);
  const one = listener();
  await live.follow(null, one.self);

  log.commit('unheard', false);
  await one.until(1);

  assert.deepEqual(one.heard, ['unheard']);
  await live.close();
});

test('createLiveEvents() goes on after the store was away', async () => {
  const log = eventLog();
  const live = create(log, 10);
  const one = listener();
  await live.follow(null, one.self);

  log.failNext();
  log.commit('after all');
  await one.until(1);

  assert.deepEqual(one.heard, ['after all']);
  await live.close();
});

test('createLiveEvents() leaves the store alone when nobody listens, and comes back', async () => {
  const log = eventLog();
  const live = create(log);
  const first = listener();
  const stop = await live.follow(null, first.self);
  stop();
  await Promise.resolve();

  assert.equal(log.wakes.size, 0);
  log.commit('while away');
  const second = listener();
  await live.follow(null, second.self);
  log.commit('back');
  await second.until(1);

  assert.deepEqual(second.heard, ['back']);
  assert.deepEqual(first.heard, []);
  await live.close();
});

test('createLiveEvents() tells its listeners when it closes', async () => {
  const log = eventLog();
  const live = create(log);
  const one = listener();
  await live.follow(null, one.self);

  await live.close();

  assert.equal(one.hasEnded(), true);
  assert.equal(live.connections(), 0);
  assert.equal(log.wakes.size, 0);
});

test('createLiveEvents() starts someone who was away for long from the last two thousand', async () => {
  const log = eventLog();
  const live = create(log);
  for (let count = 1; count <= 2_600; count += 1) log.commit(String(count));
  const one = listener();

  await live.follow(1, one.self);

  assert.equal(one.heard[0], '601');
  assert.equal(one.heard.length, 2_000);
  await live.close();
});
