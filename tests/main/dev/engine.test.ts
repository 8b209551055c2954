import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readEnvironment } from '../../../src/config/environment.ts';
import { type EngineMessage, startEngine } from '../../../src/main/dev/engine.ts';
import { createScreen } from '../../../src/main/dev/screen.ts';
import { makeHome, until } from './fixtures/supervised.ts';

test('startEngine() says in words what to do where neither a server nor Go is to be had', async (t) => {
  const home = makeHome(t);
  // The usual places of Go are looked at beside PATH; a `go` that is no Go stands for a machine without one.
  let said = '';
  const states: EngineMessage[] = [];
  const engine = await startEngine({
    environment: readEnvironment({
      HOME: home,
      PATH: home,
      ZHIBAN_HOME: home,
      GOPROXY: 'off',
      GOFLAGS: '-mod=mod',
      GOMODCACHE: home,
      GOCACHE: home,
    }),
    screen: createScreen({ write: (text) => (said += text), locale: 'en', isTerminal: false }),
    onState: (message) => states.push(message),
    onStarted: () => assert.fail('nothing can be started'),
    cacheDirectory: home,
  });
  t.after(() => engine.kill());

  await until(
    () => (states.some(({ state }) => state === 'down') ? true : null),
    () => said,
  );

  assert.match(engine.address, /^127\.0\.0\.1:\d+$/);
  assert.equal(engine.pid, null);
  assert.match(said, /install Go 1\.2\d or newer|Building Temporal failed: .*go install/);
  assert.match(states.at(-1)?.detail ?? '', /Temporal/);
});
