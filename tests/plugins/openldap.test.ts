/** The example in `plugins/` as its author would test it: `zhiban plugin test plugins/openldap`, against a real slapd. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { runCli } from '../../src/main/cli/run-cli.ts';

test('the plugin openldap keeps the contract', { timeout: 300_000 }, async () => {
  let out = '';
  const add = (text: string): void => {
    out += text;
  };
  const streams = { out: add, err: add, isTerminal: false, columns: null, confirm: null, ask: null };
  const folder = join(import.meta.dirname, '..', '..', 'plugins', 'openldap');

  const code = await runCli({
    argv: ['plugin', 'test', folder],
    variables: { PATH: process.env.PATH },
    streams,
    version: '0.1.0',
    signal: AbortSignal.timeout(290_000),
  });

  assert.equal(code, 0, out);
  assert.match(out, /openldap 1\.0\.0 keeps the contract/);
  assert.match(out, /a database that was closed for writes is seen, opened, and closed again by the undo/);
});
