/** What needs no process: the manifest, where a plugin is found, the configuration file, the channel. */

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { test } from 'node:test';
import { definePlugin, defineSystem } from '../../src/plugins/contract.ts';
import { withoutPlugin, withPlugin } from '../../src/plugins/edit-config.ts';
import { findPlugin } from '../../src/plugins/find-plugin.ts';
import { openLineChannel } from '../../src/plugins/line-channel.ts';
import { parseManifest, requireVersion } from '../../src/plugins/manifest.ts';
import { newPlugin } from '../../src/plugins/new-plugin.ts';
import { lineBytesMax } from '../../src/plugins/protocol.ts';
import { ownModules, resolveOwnModules } from '../../src/plugins/resolve-hook.ts';

const whole = { name: 'p', version: '1.0.0', zhiban: '>=0.1.0', main: 'src/p.ts' };
const bad = [
  [{ ...whole, name: 'P!' }, /name: expected lower-case letters/],
  [{ ...whole, zhiban: 'soon' }, /zhiban: expected a range of versions/],
  [{ ...whole, main: '../p.ts' }, /main: expected the path of a module below this folder/],
  [{ ...whole, permissions: { hosts: ['http://x'] } }, /permissions\.hosts\.0: expected host, host:port/],
  [{ ...whole, permissions: { read: ['/etc/*'] } }, /permissions\.read\.0: expected a path without wildcards/],
  [{ ...whole, limits: { memoryMb: 8 } }, /limits\.memoryMb/],
  [{ ...whole, licence: 'x' }, /Unrecognized key: "licence"/],
] as const;

for (const [given, says] of bad) {
  test(`parseManifest() refuses ${JSON.stringify(given).slice(0, 60)}… and says ${says.source}`, () => {
    assert.throws(() => parseManifest(JSON.stringify(given), 'zhiban-plugin.json'), says);
  });
}

test('requireVersion() names both versions', () => {
  assert.doesNotThrow(() => requireVersion(whole, '0.2.0'));
  assert.throws(() => requireVersion(whole, '0.0.1'), /made for Zhiban >=0\.1\.0, and this is 0\.0\.1/);
});

test('findPlugin() finds a package beside the configuration, above it, or in the data directory', () => {
  const home = mkdtempSync(join(tmpdir(), 'zhiban-find-'));
  const place = (...parts: string[]): string => {
    const directory = join(home, ...parts);
    mkdirSync(join(directory, 'src'), { recursive: true });
    writeFileSync(join(directory, 'zhiban-plugin.json'), JSON.stringify(whole));
    writeFileSync(join(directory, 'src', 'p.ts'), '');
    return directory;
  };
  try {
    const above = place('node_modules', '@team', 'one');
    const installed = place('data', 'plugins', 'node_modules', 'two');
    const places = { baseDirectory: join(home, 'etc', 'zhiban'), home: join(home, 'data') };
    mkdirSync(places.baseDirectory, { recursive: true });

    assert.equal(findPlugin({ package: '@team/one' }, places).directory, above);
    const two = findPlugin({ package: 'two' }, places);
    assert.equal(two.directory, installed);
    assert.deepEqual(two.codeDirectories, [join(home, 'data', 'plugins', 'node_modules')]);
    assert.throws(() => findPlugin({ package: 'three' }, places), /zhiban plugin add three/);
    rmSync(join(installed, 'src', 'p.ts'));
    assert.throws(() => findPlugin({ package: 'two' }, places), /there is no file src\/p\.ts/);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});

test('newPlugin() refuses a name that is none', () => {
  assert.throws(() => newPlugin(join(tmpdir(), 'never-made'), 'My Plugin', '0.1.0'), /is no name for a plugin/);
});

test('withPlugin() and withoutPlugin() leave everything else as it is', () => {
  const before = '# mine\nlocale: en # kept\n';

  const one = withPlugin(before, { path: './a' });
  const two = withPlugin(one, { package: 'b' });

  assert.equal(two, '# mine\nlocale: en # kept\nplugins:\n  - path: ./a\n  - package: b\n');
  assert.equal(withoutPlugin(withoutPlugin(two, 1), 0), before);
  assert.throws(() => withPlugin('a: [', { path: 'x' }), /no YAML/);
});

test('openLineChannel() cuts lines at their ends, and ends with one that is too long', async () => {
  const lines: string[] = [];
  let tooLong = 0;
  const stream = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });
  const channel = openLineChannel(stream, {
    onLine: (line) => void lines.push(line),
    onTooLong: () => {
      tooLong += 1;
    },
    onEnd: () => undefined,
  });

  stream.push('{"a":1}\n{"b"');
  stream.push(':2}\n\n');
  await new Promise((resolve) => setImmediate(resolve));
  stream.push(Buffer.alloc(lineBytesMax + 1, 'x'));
  await new Promise((resolve) => setImmediate(resolve));

  assert.deepEqual(lines, ['{"a":1}', '{"b":2}']);
  assert.equal(tooLong, 1);
  assert.equal(channel.send({}), false);
  channel.close();
});

test('zhiban/plugin is one module for all, wherever it is imported from', async () => {
  resolveOwnModules();
  const name = 'zhiban/plugin';

  const imported: unknown = await import(name);

  assert.equal(Reflect.get(Object(imported), 'definePlugin'), definePlugin);
  assert.equal(Reflect.get(Object(imported), 'defineSystem'), defineSystem);
  assert.match(ownModules['zhiban/plugin/testing'] ?? '', /suite\/plugin\.ts$/);
});
