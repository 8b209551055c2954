import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createKeepOrder } from '../../../src/bot/outbox/keep-order.ts';
import { sameText } from '../../../src/domain/text.ts';
import type { TenantStore } from '../../../src/store/contract.ts';
import type { OutboxItem } from '../../../src/store/delivery-contract.ts';

function line(slot: string): OutboxItem {
  const own = { id: slot, incidentId: 'inc_1', threadId: 'thr_1', slot, priority: 'state', text: sameText(slot) } as const;
  return { ...own, evidenceIds: [], attempts: 1, replayedAt: null, personIds: [], urge: null };
}

function world() {
  let nowMs = 1_000;
  const putBack: [string, number][] = [];
  const said: string[] = [];
  const answers: (number | null)[] = [];
  const clock = { now: () => nowMs, sleep: async () => undefined };
  const store = { outbox: { retry: async (id: string, dueMs: number) => void putBack.push([id, dueMs]) } } as unknown as TenantStore;
  const keepOrder = createKeepOrder(clock, async (_store, { slot }) => {
    const dueMs = answers.shift() ?? null;
    if (dueMs === null) said.push(slot);
    else putBack.push([slot, dueMs]);
    return dueMs;
  });
  const send = (threadId: string, ...slots: readonly string[]) => keepOrder(store, threadId, slots.map(line));
  const advanceTo = (ms: number): void => {
    nowMs = ms;
  };
  return { send, said, putBack, answers, advanceTo };
}

test('createKeepOrder() lets nothing overtake a line that waits, neither of its batch nor of a later one', async () => {
  const { send, said, putBack, answers, advanceTo } = world();
  answers.push(1_300);

  await send('thr_1', 'one', 'two');
  await send('thr_1', 'three');
  advanceTo(1_300);
  await send('thr_1', 'one', 'two', 'three');

  assert.deepEqual(putBack, [
    ['one', 1_300],
    ['two', 1_300],
    ['three', 1_300],
  ]);
  assert.deepEqual(said, ['one', 'two', 'three']);
});

test('createKeepOrder() keeps the order where the wait is over before the line was tried again', async () => {
  const { send, said, putBack, answers, advanceTo } = world();
  answers.push(1_300);

  await send('thr_1', 'one');
  advanceTo(2_000);
  await send('thr_1', 'two');
  await send('thr_1', 'one', 'two');

  assert.deepEqual(putBack, [
    ['one', 1_300],
    ['two', 2_100],
  ]);
  assert.deepEqual(said, ['one', 'two']);
});

test('createKeepOrder() goes on without a line that nobody tries again', async () => {
  const { send, said, answers, advanceTo } = world();
  answers.push(1_300);

  await send('thr_1', 'lost');
  advanceTo(1_300 + 60_000);
  await send('thr_1', 'two');

  assert.deepEqual(said, ['two']);
});

test('createKeepOrder() holds up no other thread', async () => {
  const { send, said, answers } = world();
  answers.push(9_000);

  await send('thr_1', 'one');
  await send('thr_2', 'other');

  assert.deepEqual(said, ['other']);
});

test('createKeepOrder() works on one batch of a thread after the other', async () => {
  const { send, said } = world();

  await Promise.all([send('thr_1', 'one', 'two'), send('thr_1', 'three')]);

  assert.deepEqual(said, ['one', 'two', 'three']);
});
