import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { builtPath, findTemporal, serverVersion } from '../../../src/main/dev/find-temporal.ts';
import { makeHome } from './fixtures/supervised.ts';

function writeProgram(path: string, output: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\necho '${output}'\n`);
  chmodSync(path, 0o755);
  return path;
}

test('findTemporal() prefers PATH, then the download of the SDK, then our own build', async (t) => {
  const home = makeHome(t);
  const places = { path: join(home, 'bin'), temporaryDirectory: join(home, 'tmp'), cacheDirectory: join(home, 'cache') };

  const none = await findTemporal(places);
  const built = writeProgram(builtPath(places.cacheDirectory), 'temporal version 1 (Server 1.29.1, UI 2)');
  const third = await findTemporal(places);
  const download = writeProgram(join(home, 'tmp', 'temporal-sdk-typescript-1.24.0'), 'temporal version 1 (Server 1.30.0, UI 2)');
  const second = await findTemporal(places);
  const onPath = writeProgram(join(home, 'bin', 'temporal'), 'temporal version 1 (Server 1.28.0, UI 2)');
  const first = await findTemporal(places);

  assert.equal(none, null);
  assert.deepEqual(third, { path: built, version: '1.29.1' });
  assert.deepEqual(second, { path: download, version: '1.30.0' });
  assert.deepEqual(first, { path: onPath, version: '1.28.0' });
});

test('findTemporal() doesn’t run a download that others may have changed', async (t) => {
  const home = makeHome(t);
  const download = writeProgram(join(home, 'temporal-sdk-typescript-1.24.0'), 'temporal version 1 (Server 1.30.0, UI 2)');
  chmodSync(download, 0o777);

  const found = await findTemporal({ path: '', temporaryDirectory: home, cacheDirectory: join(home, 'cache') });

  assert.equal(found, null);
});

const answers: readonly [string, string | null][] = [
  ['temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)', '1.29.1'],
  ['temporal version 0.9.0 (server 1.20.0)', null],
  ['temporal version 0.9.0 (Server 1.20.0)', null],
  ['tctl version 1.18.0', null],
];

for (const [output, expected] of answers) {
  test(`serverVersion() reads ${expected ?? 'no usable server'} from '${output}'`, async (t) => {
    const path = writeProgram(join(makeHome(t), 'temporal'), output);

    assert.equal(await serverVersion(path), expected);
  });
}
