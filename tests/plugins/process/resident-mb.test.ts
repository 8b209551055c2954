import assert from 'node:assert/strict';
import { test } from 'node:test';
import { residentMb } from '../../../src/plugins/process/resident-mb.ts';

test('residentMb() tells the memory of a process, and nothing of one that is gone', () => {
  const own = residentMb(process.pid);

  if (process.platform === 'linux') assert.ok(own !== null && own > 10 && own < 10_000, String(own));
  assert.equal(residentMb(2 ** 30), null);
});
