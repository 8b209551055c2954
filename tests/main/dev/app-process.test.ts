import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type AppMessage, type AppProcess, startApp } from '../../../src/main/dev/app-process.ts';
import { openLogFile } from '../../../src/main/dev/log-file.ts';
import { makeHome, until } from './fixtures/supervised.ts';

interface Heard {
  readonly app: AppProcess;
  readonly messages: AppMessage[];
  readonly warnings: string[];
}

function start(home: string, variables: Readonly<Record<string, string>> = {}): Heard {
  const messages: AppMessage[] = [];
  const warnings: string[] = [];
  const app = startApp({
    path: join(import.meta.dirname, 'fixtures', 'fake-app.ts'),
    home,
    environment: { ...process.env, ZHIBAN_HOME: home, ...variables },
    log: openLogFile(join(home, 'logs', 'app.log')),
    onMessage: (message) => messages.push(message),
    onWarning: (line) => warnings.push(line),
  });
  return { app, messages, warnings };
}

test('startApp() is ready when the application says so, is told of the engine, and shows its warnings', async (t) => {
  const home = makeHome(t);
  const { app, messages, warnings } = start(home);
  await app.ready;

  app.send({ type: 'engine', state: 'building', detail: '3 of 10' });
  const told = await until(
    () => readOrNull(join(home, 'told.jsonl')),
    () => 'the application was never told',
  );
  await app.stop(2_000);

  assert.deepEqual(messages[0], { type: 'configured', changed: ['systems', 'adapters'], needsRestart: ['adapters'] });
  assert.match(messages[1]?.type === 'ready' ? messages[1].url : '', /^http:\/\/127\.0\.0\.1:\d+\/login#one-time$/);
  assert.deepEqual(JSON.parse(told), { type: 'engine', state: 'building', detail: '3 of 10' });
  assert.deepEqual(warnings, ['A warning of the application  part=store  error=refused\n  line 2: one\n  line 3: another']);
  assert.equal((await app.exited).code, 0);
});

test('startApp() hands on why the application can’t start', async (t) => {
  const { app, messages } = start(makeHome(t), { FAKE_APP_FATAL: 'no such key: systms' });

  await assert.rejects(app.ready, { message: '' });
  assert.deepEqual(messages, [{ type: 'fatal', message: 'no such key: systms' }]);
  assert.equal((await app.exited).code, 1);
});

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim() || null;
  } catch {
    return null;
  }
}
