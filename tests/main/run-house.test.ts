/** A house in a process of its own: it listens to its parent, and to the signals that ask it to end. */

import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { until } from '../support/child.ts';
import { placeFreshDatabase } from '../support/fresh-database.ts';
import { placeWorkflows } from '../support/kept-workflows.ts';

const app = join(import.meta.dirname, '..', '..', 'src', 'main', 'app.ts');

async function startApp(t: TestContext) {
  const home = mkdtempSync(join(tmpdir(), 'zhiban-run-'));
  writeFileSync(join(home, 'zhiban.yaml'), 'locale: en\nregisterThisMachine: false\n');
  await placeFreshDatabase(join(home, 'db'));
  await placeWorkflows(join(home, 'cache'));
  const env = { ...process.env, ZHIBAN_HOME: home, ZHIBAN_PORT: '0', TEMPORAL_ADDRESS: '127.0.0.1:1', ZHIBAN_LOG_LEVEL: 'error' };
  const child = fork(app, { env, execArgv: ['--liftoff-only'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  t.after(() => {
    child.kill('SIGKILL');
    rmSync(home, { recursive: true, force: true });
  });
  const [ready] = await once(child, 'message');
  return { child, origin: new URL(Reflect.get(ready, 'url')).origin, exited: once(child, 'exit') };
}

async function healthOf(origin: string): Promise<string> {
  return (await fetch(`${origin}/readyz`)).text();
}

test('runHouse() tells in its health what its parent says of the engine, and overhears what is no such word', async (t) => {
  const { child, origin } = await startApp(t);

  child.send({ type: 'engine', state: 'building', detail: '3 of 9 packages' });
  child.send({ type: 'engine', state: 'on fire', detail: 'nothing of it' });
  child.send('a word');
  await until(async () => (await healthOf(origin)).includes('"building: 3 of 9 packages"'), 'its health has the word');
  const health = await healthOf(origin);

  assert.doesNotMatch(health, /on fire/);
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`runHouse() closes in order on ${signal}, however often it comes, and ends with 0`, async (t) => {
    const { child, exited } = await startApp(t);

    child.kill(signal);
    child.kill(signal);

    assert.deepEqual(await exited, [0, null]);
  });
}
