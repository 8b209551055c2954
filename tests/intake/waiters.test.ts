import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Waiters } from '../../src/intake/waiters.ts';

test('Waiters: who waits is told once all of its parcels are dealt with, also those that moved', async () => {
  const waiters = new Waiters();
  const told = waiters.add([1, 2], true);

  waiters.dealtWith(1, ['inc_a'], 7);
  waiters.dealtWith(2, ['inc_b', 'inc_a'], null);
  assert.equal(waiters.isAnyoneThere, true);
  waiters.dealtWith(7, ['inc_c'], null);

  assert.deepEqual(await told, ['inc_a', 'inc_b', 'inc_c']);
  assert.equal(waiters.isIdle, true);
});

test('Waiters: nobody waits in a rush, and what is on its way still counts', async () => {
  const waiters = new Waiters();

  assert.deepEqual(await waiters.add([1], false), []);
  assert.deepEqual([waiters.isIdle, waiters.isAnyoneThere], [false, false]);
  waiters.dealtWith(1, [], 2);
  assert.equal(waiters.isIdle, false);
  waiters.dealtWith(2, [], null);
  assert.equal(waiters.isIdle, true);
});

test('Waiters: when the loop ends, who waits goes with what is known', async () => {
  const waiters = new Waiters();
  const told = waiters.add([1, 2], true);
  waiters.dealtWith(1, ['inc_a'], null);

  waiters.letGo();

  assert.deepEqual(await told, ['inc_a']);
});
