import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBell } from '../../src/operations/bell.ts';

const longMs = 600_000;

test('createBell() wakes who waits, and lets nobody wait who was rung for before', async () => {
  const bell = createBell();
  const waited = bell.wait(longMs);
  bell.ring();
  await waited;
  await bell.wait(longMs);

  bell.reset();
  let isAwake = false;
  const again = bell.wait(longMs).then(() => {
    isAwake = true;
  });
  await new Promise(setImmediate);
  assert.equal(isAwake, false);
  bell.ring();
  await again;
});
