import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createResolveSecret, isSecretFileOpen } from '../../src/config/resolve-secret.ts';
import { textOfError } from '../../src/domain/errors.ts';

const directory = mkdtempSync(join(tmpdir(), 'zhiban-secret-'));
after(() => rmSync(directory, { recursive: true }));
const resolveSecret = createResolveSecret({ variables: { SET: 'hunter2', EMPTY: '' }, baseDirectory: directory });

test('createResolveSecret() reads variables, and files beside the configuration without their last line end', () => {
  writeFileSync(join(directory, 'secret'), 'from a file\r\n');

  assert.equal(resolveSecret({ env: 'SET' }), 'hunter2');
  assert.equal(resolveSecret({ file: 'secret' }), 'from a file');
  assert.equal(resolveSecret({ file: join(directory, 'secret') }), 'from a file');
});

test('createResolveSecret() names the reference and never the content', () => {
  writeFileSync(join(directory, 'empty'), '\n');
  writeFileSync(join(directory, 'large'), 'x'.repeat(70_000));
  mkdirSync(join(directory, 'folder'));

  const cases: readonly (readonly [{ env: string } | { file: string }, RegExp])[] = [
    [{ env: 'UNSET' }, /from env UNSET: the variable is not set$/],
    [{ env: 'EMPTY' }, /from env EMPTY: the variable is empty$/],
    [{ file: 'gone' }, /from file gone: no such file$/],
    [{ file: 'empty' }, /from file empty: the file is empty$/],
    [{ file: 'large' }, /from file large: larger than 64 KiB$/],
    [{ file: 'folder' }, /from file folder: not a file$/],
  ];
  for (const [ref, message] of cases) assert.throws(() => resolveSecret(ref), { kind: 'invalid', message });
});

test('textOfError() speaks both languages, and English alone of what is not its own', () => {
  assert.throws(
    () => resolveSecret({ env: 'UNSET' }),
    (error: Error) => textOfError(error)['zh-CN'] === '读不到密钥（环境变量 UNSET）：变量未设置',
  );
  assert.deepEqual(textOfError(new Error('other')), { en: 'other', 'zh-CN': 'other' });
});

test('isSecretFileOpen() tells whether all others may read', () => {
  const path = join(directory, 'rights');
  writeFileSync(path, 'x');

  const seen = [0o600, 0o640, 0o644].map((mode) => {
    chmodSync(path, mode);
    return isSecretFileOpen(path);
  });

  assert.deepEqual(seen, [false, false, true]);
  assert.equal(isSecretFileOpen(join(directory, 'gone')), null);
});
