import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { freePort, isRunning, killAndWait, killByPid, runToEnd, untilTrue } from '../../src/demo/processes.ts';

test('killByPid() ends a suspended process, and nothing that runs another program', async () => {
  const child = spawn('sleep', ['600']);
  await once(child, 'spawn');
  process.kill(child.pid ?? 0, 'SIGSTOP');

  const isOther = await killByPid(child.pid ?? 0, 'orders-service');
  const wasRunning = isRunning(child.pid ?? 0, 'sleep');
  const isKilled = await killByPid(child.pid ?? 0, 'sleep');

  assert.deepEqual([isOther, wasRunning, isKilled, isRunning(child.pid ?? 0, 'sleep')], [false, true, true, false]);
});

test('killAndWait() returns for one that is gone already', async () => {
  const child = spawn('true');
  await once(child, 'exit');

  await killAndWait(child);
});

test('runToEnd() throws with the words of a program that fails', async () => {
  await assert.rejects(
    runToEnd(['sh', '-c', 'echo the port is taken >&2; exit 3'], 5_000),
    /Cannot start the demo's service: the port is taken/,
  );
  await runToEnd(['true'], 5_000);
});

test('untilTrue() takes an error as not yet, and ends with what it waited for', async () => {
  let count = 0;
  await untilTrue(
    async () => {
      count += 1;
      if (count < 3) throw new Error('not yet');
      return true;
    },
    5_000,
    'it counts',
  );

  await assert.rejects(
    untilTrue(async () => false, 100, 'pigs fly'),
    /Not within 100 ms: pigs fly/,
  );
});

test('freePort() gives a port that nobody listens on', async () => {
  assert.ok((await freePort()) > 1_023);
});
