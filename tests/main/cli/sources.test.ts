/** `zhiban sources` against a Zhiban that listens. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { runCli } from '../../../src/main/cli/run-cli.ts';
import { bearer, type Harness, startHarness, tokens } from '../../api/harness.ts';

const folder = mkdtempSync(join(tmpdir(), 'zhiban-sources-'));
const source = { name: 'erp', kind: 'http', mapping: { name: 'rule', severity: 'level' } };
let harness: Harness;
let url = '';

before(async () => {
  harness = await startHarness({}, [source]);
  url = await harness.listen();
});
after(async () => {
  await harness.close();
  rmSync(folder, { recursive: true, force: true });
});

async function zhiban(...argv: string[]): Promise<{ readonly code: number; readonly said: string }> {
  let said = '';
  const add = (text: string): void => {
    said += text;
  };
  const variables = { ZHIBAN_HOME: folder, ZHIBAN_URL: url, ZHIBAN_TOKEN: tokens.admin, ZHIBAN_LOCALE: 'en' };
  const streams = { out: add, err: add, isTerminal: false, columns: null, confirm: null, ask: null };
  const code = await runCli({ argv, variables, streams, version: '0.1.0', signal: AbortSignal.timeout(60_000) });
  return { code, said };
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

test('sources list shows those of the configuration, and with --all the others', async () => {
  const some = await zhiban('sources');
  const all = await zhiban('sources', 'list', '--all', '--locale', 'zh-CN');

  assert.equal(some.code, 0, some.said);
  assert.match(some.said, /erp +http +up .*\/hooks\/generic\/erp/);
  assert.doesNotMatch(some.said, /hooks\/grafana/);
  assert.match(some.said, /built-in sources from which nothing came/);
  assert.match(all.said, /grafana +hook +正常/);
});

test('sources try shows the alert, where its fields came from and the incident', async () => {
  const message = file('message.json', '{"rule":"Disk full","level":"P9","n":5}');
  const mapping = file('mapping.yaml', 'mapping:\n  name: rule\n  severity: level\n  labels: { site: $uppercase(n) }\n');

  const tried = await zhiban('sources', 'try', message, '--mapping', mapping);
  const chinese = await zhiban('sources', 'try', message, '--source', 'erp', '--locale', 'zh-CN');

  assert.equal(tried.code, 0, tried.said);
  assert.match(tried.said, /1\/1 Disk full · warning · firing\n {4}→ opens a new incident: Disk full/);
  assert.match(tried.said, / {4}name +Disk full +rule\n/);
  assert.match(tried.said, / {4}labels\.site +— +✗ character \d+: /);
  assert.match(chinese.said, /severities 中没有 'P9'，按 warning 处理/);
});

test('sources unread, retry and forget deal with what could not be read', async () => {
  const body = JSON.stringify({ level: 'P1' });
  await harness.app.inject({ method: 'POST', url: '/hooks/generic/erp', headers: bearer(tokens.hook), payload: body });

  const shown = await zhiban('sources', 'unread', 'erp', '--locale', 'zh-CN');
  const retried = await zhiban('sources', 'retry', 'erp');
  const gone = await zhiban('sources', 'forget', 'erp');
  const none = await zhiban('sources', 'unread', 'erp');
  const unknown = await zhiban('sources', 'unread', 'nobody');

  assert.match(shown.said, /1 次，最近 .*\n.*name：没有得到文本[\s\S]*"level":"P1"/);
  assert.match(retried.said, /0 read, 0 alerts; 1 still can’t be/);
  assert.match(gone.said, /1 thrown away/);
  assert.match(none.said, /No message is kept/);
  assert.match(unknown.said, /no alert source 'nobody'/);
  const { items } = (await harness.app.inject({ url: '/api/v1/audit?limit=2', headers: bearer(tokens.admin) })).json();
  assert.deepEqual(
    items.map(({ action }: { readonly action: string }) => action),
    ['alert-source.forget', 'alert-source.retry'],
  );
});

test('sources try fails for a message that can’t be read, a slip in the mapping and a file that isn’t there', async () => {
  const message = file('other.json', '{"other":1}');
  const slip = file('slip.yaml', 'name: rule &\n');

  const [unread, wrong, missing, neither] = await Promise.all([
    zhiban('sources', 'try', message, '--source', 'erp'),
    zhiban('sources', 'try', message, '--mapping', slip),
    zhiban('sources', 'try', join(folder, 'none.json'), '--source', 'erp'),
    zhiban('sources', 'try', message),
  ]);

  assert.deepEqual([unread.code, missing.code !== 0, neither.code !== 0], [1, true, true]);
  assert.match(unread.said, /no alert: it cannot be read[\s\S]*gives no text/);
  assert.match(wrong.said, /body\.mapping\.name: not an expression in JSONata, character 6/);
  assert.match(missing.said, /Cannot read .*none\.json: ENOENT/);
  assert.match(neither.said, /--source NAME or --mapping FILE/);
});
