/** The longest of the templates: a chat, held to the contract of all chats in some thirty processes, one after the other. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { runCli } from '../../../src/main/cli/run-cli.ts';

test('zhiban plugin new --kind chat makes a chat that keeps the contract of all chats', async (context) => {
  const home = mkdtempSync(join(tmpdir(), 'zhiban-plugin-chat-'));
  context.after(() => rmSync(home, { recursive: true, force: true }));
  const directory = join(home, 'team-talk');
  const zhiban = async (...argv: string[]) => {
    let said = '';
    const add = (text: string): void => {
      said += text;
    };
    const variables = { ZHIBAN_HOME: home, ZHIBAN_URL: 'http://127.0.0.1:9', PATH: process.env.PATH };
    const streams = { out: add, err: add, isTerminal: false, columns: null, confirm: null, ask: null };
    const code = await runCli({ argv, variables, streams, version: '0.1.0', signal: context.signal });
    return { code, said };
  };

  const made = await zhiban('plugin', 'new', 'team-talk', '--kind', 'chat', '--directory', directory);
  const tested = await zhiban('plugin', 'test', directory);

  assert.equal(made.code, 0, made.said);
  assert.match(made.said, /src\/platform\.ts/);
  assert.equal(tested.code, 0, tested.said);
  assert.match(tested.said, /a post whose answer is lost is visible once/);
});
