import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitForStop } from '../../../src/main/dev/stop-signal.ts';

test('waitForStop() takes one key press that arrives twice for one, and a later one for insisting', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 1_000_000 });
  const stop = waitForStop();
  t.after(stop.forget);
  let hasInsisted = false;
  void stop.insisted.then(() => {
    hasInsisted = true;
  });

  process.emit('SIGINT');
  process.emit('SIGINT');
  await stop.asked;
  await Promise.resolve();
  const afterOnePress = hasInsisted;
  t.mock.timers.tick(1_000);
  process.emit('SIGINT');
  await stop.insisted;

  assert.equal(afterOnePress, false);
});
