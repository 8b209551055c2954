import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { processIdentity } from '../../../src/main/dev/process-identity.ts';

test('processIdentity() is the same as long as the process lives, and null after', async () => {
  const child = spawn('sleep', ['60']);
  const pid = child.pid ?? 0;

  const first = processIdentity(pid);
  const second = processIdentity(pid);
  child.kill('SIGKILL');
  await once(child, 'exit');

  assert.ok(first);
  assert.equal(second, first);
  assert.equal(processIdentity(pid), null);
});
