import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Down, describeExit, keepRunning } from '../../../src/main/dev/keep-running.ts';
import { type Running, runProcess } from '../../../src/main/dev/run-process.ts';
import { until } from './fixtures/supervised.ts';

function shell(script: string): Running {
  const started = runProcess({ command: '/bin/sh', arguments: ['-c', script], environment: process.env });
  return { ...started, ready: Promise.resolve() };
}

const quick = { failuresMax: 3, firstDelayMs: 1, onReady: () => undefined };

test('keepRunning() tries again, slower each time, and gives up with the reason', async () => {
  const downs: Down[] = [];

  const kept = keepRunning({ ...quick, start: async () => shell('echo no >&2; exit 4'), onDown: (down) => downs.push(down) });
  const outcome = await kept.ended;

  assert.equal(outcome, 'failed');
  assert.deepEqual(
    downs.map(({ reason, failures, delayMs, tail }) => ({ reason, failures, delayMs, tail: tail.join() })),
    [1, 2, 4, null].map((delayMs, index) => ({ reason: 'exit 4', failures: index + 1, delayMs, tail: 'no' })),
  );
});

test('keepRunning() goes on slowly after too many failures when told to', async () => {
  const delays: (number | null)[] = [];

  const kept = keepRunning({
    ...quick,
    slowRetryMs: 7,
    start: async () => {
      throw new Error('refused');
    },
    onDown: (down) => delays.push(down.delayMs),
  });
  await until(
    () => (delays.length >= 6 ? true : null),
    () => `only ${delays.length} tries`,
  );
  await kept.stop(100);

  assert.deepEqual(delays.slice(0, 6), [1, 2, 4, 7, 7, 7]);
  assert.equal(await kept.ended, 'stopped');
});

test('keepRunning() doesn’t try again what is hopeless', async () => {
  const downs: Down[] = [];

  const kept = keepRunning({
    ...quick,
    start: async () => shell('exit 1'),
    isHopeless: () => true,
    onDown: (down) => downs.push(down),
  });

  assert.equal(await kept.ended, 'failed');
  assert.equal(downs.length, 1);
});

test('keepRunning() forgets early failures of a process that had settled', async () => {
  const failures: number[] = [];

  const kept = keepRunning({ ...quick, settledMs: 0, start: async () => shell('exit 1'), onDown: (down) => failures.push(down.failures) });
  await until(
    () => (failures.length >= 6 ? true : null),
    () => `only ${failures.length} ends`,
  );
  await kept.stop(100);

  assert.deepEqual(failures.slice(0, 6), [1, 1, 1, 1, 1, 1]);
});

test('keepRunning() reports the reason that readiness failed with', async () => {
  const downs: Down[] = [];
  const start = async (): Promise<Running> => ({ ...shell('sleep 60'), ready: Promise.reject(new Error('not ready after 60 s')) });

  const kept = keepRunning({ ...quick, failuresMax: 0, start, onDown: (down) => downs.push(down) });
  await kept.ended;

  assert.equal(downs[0]?.reason, 'not ready after 60 s');
});

test('stop() ends the process and nothing is reported as down', async () => {
  const downs: Down[] = [];
  let readies = 0;

  const kept = keepRunning({
    ...quick,
    start: async () => shell('exec sleep 60'),
    onReady: () => (readies += 1),
    onDown: (down) => downs.push(down),
  });
  await until(
    () => (readies === 1 ? true : null),
    () => 'never ready',
  );
  await kept.stop(2_000);

  assert.equal(await kept.ended, 'stopped');
  assert.deepEqual(downs, []);
});

test('describeExit() names the signal, else the code', () => {
  assert.equal(describeExit({ code: null, signal: 'SIGKILL' }), 'SIGKILL');
  assert.equal(describeExit({ code: 3, signal: null }), 'exit 3');
});
