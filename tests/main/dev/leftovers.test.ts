import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { endLeftovers } from '../../../src/main/dev/leftovers.ts';
import { processIdentity } from '../../../src/main/dev/process-identity.ts';

test('endLeftovers() has nothing to do without a record', async () => {
  assert.deepEqual(await endLeftovers(null), []);
});

test('endLeftovers() kills what is recorded, and leaves alone a later process with the same number', async (t) => {
  const [ours, other] = [spawn('sleep', ['60']), spawn('sleep', ['60'])];
  t.after(() => other.kill('SIGKILL'));
  const ended = once(ours, 'exit');
  const children = [
    { name: 'temporal', pid: ours.pid ?? 0, identity: processIdentity(ours.pid ?? 0) ?? '' },
    { name: 'app', pid: other.pid ?? 0, identity: 'another start' },
  ];

  const names = await endLeftovers({ pid: 1, url: null, children });
  await ended;

  assert.deepEqual(names, ['temporal']);
  assert.notEqual(processIdentity(other.pid ?? 0), null);
});
