import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { promisify } from 'node:util';
import { ensureToken, readKeptToken } from '../../src/config/tokens.ts';

let home: string;
beforeEach(() => {
  home = join(mkdtempSync(join(tmpdir(), 'zhiban-tokens-')), 'home');
});
afterEach(() => rmSync(join(home, '..'), { recursive: true }));

test('ensureToken() makes a token once, for its owner alone', () => {
  const first = ensureToken(home, 'admin-token', null);
  const second = ensureToken(home, 'admin-token', null);

  assert.match(first.token, /^zb_[\w-]{32}$/);
  assert.deepEqual([first.isNew, second.isNew, second.token], [true, false, first.token]);
  assert.equal(statSync(first.path ?? '').mode & 0o777, 0o600);
  assert.deepEqual(readdirSync(home), ['admin-token']);
  assert.equal(readKeptToken(home, 'admin-token'), first.token);
});

test('ensureToken() keeps nothing of a token that is given', () => {
  const kept = ensureToken(home, 'admin-token', 'given-by-the-environment');

  assert.deepEqual(kept, { token: 'given-by-the-environment', isNew: false, path: null });
  assert.equal(existsSync(home), false);
});

test('ensureToken() gives processes that start at once the same token', async () => {
  const script = `import { ensureToken } from ${JSON.stringify(new URL('../../src/config/tokens.ts', import.meta.url).href)}; console.log(ensureToken(${JSON.stringify(home)}, 'hook-token', null).token)`;
  const run = promisify(execFile);

  const answers = await Promise.all(Array.from({ length: 3 }, () => run(process.execPath, ['--input-type=module', '-e', script])));

  assert.equal(new Set(answers.map(({ stdout }) => stdout.trim())).size, 1);
});

test('readKeptToken() is null for what is missing or cut off', () => {
  assert.equal(readKeptToken(home, 'hook-token'), null);
  ensureToken(home, 'hook-token', null);
  writeFileSync(join(home, 'hook-token'), 'cut');
  assert.equal(readKeptToken(home, 'hook-token'), null);
});
