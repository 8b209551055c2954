import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readEnvironment } from '../../../src/config/environment.ts';
import { startApplication } from '../../../src/main/dev/application.ts';
import { createScreen } from '../../../src/main/dev/screen.ts';
import { makeHome, until } from './fixtures/supervised.ts';

test('startApplication() tells a restarted application what the engine’s state is', async (t) => {
  const home = makeHome(t);
  let readies = 0;
  let said = '';
  const application = startApplication({
    path: join(import.meta.dirname, 'fixtures', 'fake-app.ts'),
    environment: readEnvironment({ ...process.env, ZHIBAN_HOME: home }),
    temporalAddress: '127.0.0.1:1',
    screen: createScreen({ write: (text) => (said += text), locale: 'en', isTerminal: false }),
    onStarted: () => undefined,
    onReady: () => (readies += 1),
  });
  t.after(() => application.kill());
  const untilReady = (times: number): Promise<true> =>
    until(
      () => (readies === times ? true : null),
      () => said,
    );
  await untilReady(1);

  application.tell({ type: 'engine', state: 'ready', detail: '' });
  process.kill(application.pid ?? 0, 'SIGKILL');
  await untilReady(2);
  const told = await until(
    () => {
      // It may be ready before it has written down what it was told.
      const path = join(home, 'told.jsonl');
      return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').at(-1) || null : null;
    },
    () => 'never told',
  );
  await application.stop(2_000);

  assert.match(said, /The application ended \(SIGKILL\); starting it again in 0\.2 s/);
  assert.match(said, /⚠ A warning of the application/);
  assert.match(said, /The changed configuration is in force; keys that differ: systems\n.*next start: adapters/);
  assert.equal(told, '{"type":"engine","state":"ready","detail":""}');
  assert.equal(await application.ended, 'stopped');
});
