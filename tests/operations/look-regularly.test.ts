import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lookRegularly } from '../../src/operations/look-regularly.ts';
import { systemClock } from '../support/system-clock.ts';

test('lookRegularly() waits as long as it is told, goes on after a failure, and stops at once', async () => {
  const rests: number[] = [];
  const warnings: string[] = [];
  const looked: string[] = [];
  const clock = {
    sleep: (ms: number, signal?: AbortSignal) => {
      rests.push(ms);
      return systemClock.sleep(rests.length < 3 ? 0 : 600_000, signal);
    },
  };
  const regular = lookRegularly({ clock, log: { warn: (_fields, said) => void warnings.push(said) } }, { everyMs: 20, firstAfterMs: 10 }, [
    { look: async () => Promise.reject(new Error(`look ${looked.push('first')}`)), complaint: 'the first failed' },
    { look: async () => void looked.push('second'), complaint: 'the second failed' },
  ]);

  regular.start();
  regular.start();
  while (rests.length < 3) await systemClock.sleep(1);
  await regular.stop();

  assert.deepEqual(rests, [10, 20, 20]);
  assert.deepEqual(looked, ['first', 'second', 'first', 'second']);
  assert.deepEqual(warnings, ['the first failed', 'the first failed']);
});
