/** The example of a chat in `plugins/`, as its author would test it: `zhiban plugin test plugins/irc`, against a real ngIRCd. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { runCli } from '../../src/main/cli/run-cli.ts';

test('the plugin irc keeps the contract of chats', { timeout: 900_000 }, async () => {
  let out = '';
  const add = (text: string): void => {
    out += text;
  };
  const streams = { out: add, err: add, isTerminal: false, columns: null, confirm: null, ask: null };
  const folder = join(import.meta.dirname, '..', '..', 'plugins', 'irc');

  const code = await runCli({
    argv: ['plugin', 'test', folder],
    variables: { PATH: process.env.PATH },
    streams,
    version: '0.1.0',
    signal: AbortSignal.timeout(890_000),
  });

  assert.equal(code, 0, out);
  assert.match(out, /irc 1\.0\.0 keeps the contract/);
  assert.match(out, /the same key is visible once: again, at the same time, and in another life/);
});
