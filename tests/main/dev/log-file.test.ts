import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openLogFile } from '../../../src/main/dev/log-file.ts';
import { makeHome } from './fixtures/supervised.ts';

test('openLogFile() appends, turns over past its size and keeps one file before', (t) => {
  const path = join(makeHome(t), 'logs', 'app.log');

  const log = openLogFile(path, 20);
  for (const line of ['first of all lines\n', 'second of the lines\n', 'third\n', 'fourth\n']) log.write(line);
  log.close();
  const again = openLogFile(path, 20);
  again.write('fifth\n');
  again.close();

  assert.equal(readFileSync(`${path}.1`, 'utf8'), 'first of all lines\nsecond of the lines\n');
  assert.equal(readFileSync(path, 'utf8'), 'third\nfourth\nfifth\n');
  assert.equal(statSync(path).mode & 0o777, 0o600);
});

test('openLogFile() drops lines on a full disk instead of throwing', () => {
  const log = openLogFile('/dev/full');

  assert.doesNotThrow(() => log.write('lost\n'));
  log.close();
});
