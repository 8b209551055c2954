import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { loadConfig } from '../../src/config/load.ts';
import { type ConfigChange, type ConfigWatcher, watchConfig } from '../../src/config/watch.ts';
import { systemClock } from '../support/system-clock.ts';
import { kinds } from './kinds.ts';

let directory: string;
let path: string;
let watcher: ConfigWatcher;
let changes: ConfigChange[];
let lines: string[];
let onNews: () => void;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'zhiban-watch-'));
  path = join(directory, 'zhiban.yaml');
  writeFileSync(path, 'locale: en\n');
  changes = [];
  lines = [];
  onNews = () => {};
  const load = { path, kinds, variables: {} };
  const note = (fields: unknown, message: string): void => {
    lines.push(`${message} ${JSON.stringify(fields)}`);
    onNews();
  };
  watcher = watchConfig({
    initial: loadConfig(load),
    load,
    clock: systemClock,
    log: { info: note, warn: note, error: note },
    onChange: (change) => {
      changes.push(change);
      onNews();
    },
    debounceMs: 20,
  });
});
afterEach(() => {
  watcher.close();
  rmSync(directory, { recursive: true });
});

/** Comes back when the condition holds, looked at whenever something was told. */
function until(isMet: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    onNews = () => {
      if (isMet()) resolve();
    };
    onNews();
  });
}

test('watchConfig() takes a changed file up by itself and says what differs', async () => {
  writeFileSync(path, 'locale: en\nsystems:\n  - { id: a, kind: ssh, host: h }\n');
  await until(() => changes.length === 1);

  assert.deepEqual(changes[0]?.changed, ['systems']);
  assert.deepEqual(changes[0]?.needsRestart, []);
  assert.deepEqual(
    watcher.current().systems.map(({ id }) => id),
    ['this-machine', 'a'],
  );
});

test('watchConfig() follows a file that is replaced, as editors do', async () => {
  writeFileSync(join(directory, 'zhiban.yaml.new'), 'locale: zh-CN\n');
  renameSync(join(directory, 'zhiban.yaml.new'), path);
  await until(() => changes.length === 1);

  assert.equal(watcher.current().config.locale, 'zh-CN');
});

test('watchConfig() keeps the old configuration when the new one has a problem, and says so until it is mended', async () => {
  writeFileSync(path, 'locale: en\npolcy: {}\n');
  await until(() => watcher.state().problem !== null);

  assert.match(watcher.state().problem ?? '', /zhiban\.yaml:2:1 polcy: unknown key; did you mean 'policy'\?/);
  assert.equal(watcher.current().config.locale, 'en');
  assert.equal(changes.length, 0);
  assert.ok(lines.some((line) => line.startsWith('The changed configuration has problems and is not used')));

  writeFileSync(path, 'locale: zh-CN\n');
  await until(() => changes.length === 1);
  assert.equal(watcher.state().problem, null);
});

test('watchConfig() says what needs a restart, as long as it does', () => {
  writeFileSync(path, 'locale: en\nhost: 0.0.0.0\n');
  watcher.reload();
  assert.deepEqual(watcher.state().needsRestart, ['host']);

  writeFileSync(path, 'locale: en\n');
  watcher.reload();
  assert.deepEqual(watcher.state().needsRestart, []);
});

test('watchConfig() reads again on SIGHUP even when nothing seems to have changed', async () => {
  process.kill(process.pid, 'SIGHUP');
  await until(() => changes.length === 1);

  assert.deepEqual(changes[0]?.changed, []);
});

test('watchConfig() keeps going while the file is away for a moment', () => {
  rmSync(path);

  assert.equal(watcher.reload(), false);
  assert.equal(watcher.current().config.locale, 'en');

  writeFileSync(path, 'locale: zh-CN\n');
  assert.equal(watcher.reload(), true);
  assert.equal(watcher.current().config.locale, 'zh-CN');
});

test('watchConfig() takes up a file that is written after the start, and misses none before', async () => {
  watcher.close();
  const later = join(directory, 'later', 'zhiban.yaml');
  mkdirSync(join(directory, 'later'));
  const load = { path: null, kinds, variables: {} };
  const log = { info: () => {}, warn: () => {}, error: () => assert.fail('nothing is wrong') };
  const taken = Promise.withResolvers<ConfigChange>();
  watcher = watchConfig({
    ...{ initial: loadConfig(load), load: { ...load, path: later }, clock: systemClock, log, debounceMs: 20 },
    onChange: taken.resolve,
  });
  assert.equal(watcher.reload(), true);

  writeFileSync(later, 'locale: en\n');

  assert.deepEqual((await taken.promise).changed, ['locale']);
  assert.equal(watcher.current().config.locale, 'en');
});
