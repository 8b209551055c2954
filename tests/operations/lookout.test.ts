import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { test } from 'node:test';
import { createLookout, type Watch } from '../../src/operations/lookout.ts';
import type { TenantStore } from '../../src/store/contract.ts';

const never = 600_000;

function watchman(tenants: readonly string[], watch: Pick<Watch, 'look'> & Partial<Watch>) {
  const complaints: unknown[] = [];
  const store = {
    tenantIds: async () => tenants,
    forTenant: (tenantId: string) => ({ tenantId }) as unknown as TenantStore,
  };
  const log = { warn: (fields: Readonly<Record<string, unknown>>, words: string) => void complaints.push([fields.reason, words]) };
  const lookout = createLookout({ store, log }, { restMs: never, complaint: 'It could not look', ...watch });
  return { lookout, complaints };
}

/** Resolves with each look, in order. */
function looks() {
  const events = new EventEmitter();
  let seen = 0;
  return {
    note: () => {
      seen += 1;
      events.emit('look');
    },
    async untilCount(count: number): Promise<void> {
      while (seen < count) await once(events, 'look');
    },
    count: () => seen,
  };
}

test('createLookout() looks at every tenant at its start, again for each ring, and without a rest while there may be more', async () => {
  const seen = looks();
  const order: string[] = [];
  let more = 2;
  const { lookout } = watchman(['one', 'two'], {
    look: async ({ tenantId }) => {
      order.push(tenantId);
      if (tenantId === 'one') seen.note();
      more -= tenantId === 'two' ? 1 : 0;
      return more > 0;
    },
  });

  lookout.start();
  lookout.start();
  await seen.untilCount(2);
  lookout.kick();
  await seen.untilCount(3);
  await lookout.stop();

  assert.deepEqual(order.slice(0, 6), ['one', 'two', 'one', 'two', 'one', 'two']);
});

test('createLookout() looks again for a ring that came while it looked, and never twice at a time', async () => {
  const seen = looks();
  let underWay = 0;
  let most = 0;
  const { lookout } = watchman(['one'], {
    look: async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      if (seen.count() === 0) lookout.kick();
      await new Promise(setImmediate);
      underWay -= 1;
      seen.note();
      return false;
    },
  });

  lookout.start();
  await seen.untilCount(2);
  await lookout.stop();

  assert.equal(most, 1);
});

test('createLookout() tells of a look that fails, goes on with the other tenants and looks again', async () => {
  const seen = looks();
  const { lookout, complaints } = watchman(['broken', 'whole'], {
    look: async ({ tenantId }) => {
      if (tenantId === 'broken') throw new Error('the disk is full');
      seen.note();
      return false;
    },
  });

  lookout.start();
  await seen.untilCount(1);
  lookout.kick();
  await seen.untilCount(2);
  await lookout.stop();

  assert.deepEqual(complaints[0], ['Error: the disk is full', 'It could not look']);
});

test('createLookout() ends with the look that is under way', async () => {
  const gate = Promise.withResolvers<void>();
  const seen = looks();
  let isDone = false;
  const { lookout } = watchman(['one'], {
    look: async () => {
      seen.note();
      await gate.promise;
      isDone = true;
      return true;
    },
  });

  lookout.start();
  await seen.untilCount(1);
  const stopped = lookout.stop();
  gate.resolve();
  await stopped;

  assert.equal(isDone, true);
  assert.equal(seen.count(), 1);
});
