import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { runCli } from '../../../src/main/cli/run-cli.ts';
import { fakeTerminal } from './fake-terminal.ts';

const cases = [
  { given: {}, says: /PostgreSQL .*DATABASE_URL.* and the Temporal .*TEMPORAL_ADDRESS.*zhiban start/ },
  { given: { TEMPORAL_ADDRESS: '127.0.0.1:1' }, says: /^(?!.*TEMPORAL_ADDRESS).*DATABASE_URL/ },
  { given: { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' }, says: /^(?!.*DATABASE_URL).*TEMPORAL_ADDRESS/ },
];

for (const { given, says } of cases) {
  test(`runPart() refuses a worker with ${Object.keys(given).join(', ') || 'nothing'}, says what it needs, and makes no database`, async (t) => {
    const home = mkdtempSync(join(tmpdir(), 'zhiban-part-'));
    t.after(() => rmSync(home, { recursive: true, force: true }));
    const terminal = fakeTerminal({});
    const variables = { ZHIBAN_HOME: home, LANG: 'en_US.UTF-8', ...given };

    const code = await runCli({
      ...{ argv: ['worker'], variables, streams: terminal.streams, version: '0.0.0-test' },
      signal: new AbortController().signal,
    });

    assert.equal(code, 2);
    assert.match(terminal.err.trim(), says);
    assert.equal(readdirSync(home).includes('db'), false);
  });
}
