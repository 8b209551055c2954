import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeHome } from './fixtures/supervised.ts';

const guard = join(import.meta.dirname, '../../../src/main/dev/guard.ts');

function forkGuarded(home: string, script: string): ChildProcess {
  const path = join(home, 'guarded.mjs');
  writeFileSync(path, script);
  return fork(path, {
    execArgv: ['--import', guard],
    env: { ...process.env, ZHIBAN_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
}

test('guard leaves an application alone that closes the channel itself', async (t) => {
  const child = forkGuarded(
    makeHome(t),
    "process.disconnect(); process.on('SIGTERM', () => process.exit(9)); setTimeout(() => process.exit(4), 1_000);",
  );

  const [code] = await once(child, 'exit');

  assert.equal(code, 4);
});

test('guard doesn’t keep a process alive that has nothing left to do', async (t) => {
  const child = forkGuarded(makeHome(t), "process.stdout.write('done');");

  const [code] = await once(child, 'exit');

  assert.equal(code, 0);
});
