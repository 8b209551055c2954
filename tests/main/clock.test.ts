import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../src/main/clock.ts';

test('systemClock tells the time of the machine', () => {
  const before = Date.now();

  const told = systemClock.now();

  assert.ok(told >= before && told <= Date.now());
});

test('systemClock.sleep() ends at once when it is aborted', async () => {
  const controller = new AbortController();
  const sleeping = systemClock.sleep(3_600_000, controller.signal);

  controller.abort();

  await assert.rejects(sleeping, { name: 'AbortError' });
  await assert.rejects(systemClock.sleep(3_600_000, AbortSignal.abort()), { name: 'AbortError' });
});
