import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openLogFile } from '../../../src/main/dev/log-file.ts';
import { processIdentity } from '../../../src/main/dev/process-identity.ts';
import { runProcess } from '../../../src/main/dev/run-process.ts';
import { until } from './fixtures/supervised.ts';

const shell = (script: string): Parameters<typeof runProcess>[0] => ({
  command: '/bin/sh',
  arguments: ['-c', script],
  environment: process.env,
});

test('runProcess() tells how it ended and its last lines, and logs all of it', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'zhiban-run-')), 'it.log');
  const log = openLogFile(path);
  const lines: string[] = [];

  const started = runProcess({ ...shell('seq 1 100; echo 值班 >&2; exit 7'), log, onLine: (line) => lines.push(line) });
  const exit = await started.exited;
  log.close();

  assert.equal(exit.code, 7);
  assert.equal(exit.tail.length, 40);
  assert.equal(lines.length, 101);
  assert.ok(lines.includes('值班'));
  assert.equal(readFileSync(path, 'utf8').split('\n').length, 102);
});

test('runProcess() ends with an exit, not an exception, for a command that isn’t there', async () => {
  const attempt = async (): Promise<unknown> => runProcess({ ...shell(''), command: '/no/such/command' }).exited;

  const outcome = await attempt().catch((error: unknown) => error);

  assert.match(JSON.stringify(outcome instanceof Error ? outcome.message : outcome), /\/no\/such\/command/);
});

test('stop() kills what doesn’t listen to SIGTERM when the time is up', async () => {
  const started = runProcess(shell('trap "" TERM; echo up; while :; do sleep 0.05; done'));
  await until(
    () => (started.tail().includes('up') ? true : null),
    () => 'the shell never came up',
  );

  await started.stop(100);

  assert.equal((await started.exited).signal, 'SIGKILL');
});

test('runProcess() ends what the process itself started and left behind', async () => {
  const started = runProcess(shell('sleep 60 & echo $!; exit 0'));

  const exit = await started.exited;
  const pid = Number(exit.tail[0]);

  await until(
    () => (processIdentity(pid) === null ? true : null),
    () => `process ${pid} outlived its parent`,
  );
});
