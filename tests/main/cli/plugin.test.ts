/** `zhiban plugin` from an empty folder to a plugin in the configuration, offline. */

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { runCli } from '../../../src/main/cli/run-cli.ts';
import { naughtyFolder } from '../../plugins/naughty.ts';

const home = mkdtempSync(join(tmpdir(), 'zhiban-plugin-cli-'));
after(() => rmSync(home, { recursive: true, force: true }));
const file = join(home, 'zhiban.yaml');
const folder = join(home, 'gauge');

async function zhiban(...argv: string[]): Promise<{ readonly code: number; readonly said: string }> {
  let said = '';
  const add = (text: string): void => {
    said += text;
  };
  const variables = { ZHIBAN_HOME: home, ZHIBAN_URL: 'http://127.0.0.1:9', PATH: process.env.PATH };
  const streams = { out: add, err: add, isTerminal: false, columns: null, confirm: null, ask: null };
  const code = await runCli({ argv, variables, streams, version: '0.1.0', signal: AbortSignal.timeout(110_000) });
  return { code, said };
}

describe('zhiban plugin', { timeout: 240_000 }, () => {
  test('new makes a folder whose test passes', async () => {
    const made = await zhiban('plugin', 'new', 'gauge', '--directory', folder);
    const again = await zhiban('plugin', 'new', 'gauge', '--directory', folder);
    const tested = await zhiban('plugin', 'test', folder);

    assert.equal(made.code, 0, made.said);
    assert.match(made.said, /src\/plugin\.ts/);
    assert.equal(again.code, 5, again.said);
    assert.equal(tested.code, 0, tested.said);
    assert.match(tested.said, /a peer that hangs ends with the signal/);
    assert.match(tested.said, /gauge 0\.1\.0 keeps the contract/);
  });

  test('new --kind makes each part with a test that passes', async () => {
    const kinds = ['notifier', 'source', 'analyser', 'runbook'];
    const made = await Promise.all(
      kinds.map(async (kind) => {
        const directory = join(home, kind);
        const { code, said } = await zhiban('plugin', 'new', `my-${kind}`, '--kind', kind, '--directory', directory);
        assert.equal(code, 0, said);
        return zhiban('plugin', 'test', directory);
      }),
    );
    const odd = await zhiban('plugin', 'new', 'odd', '--kind', 'widget', '--directory', join(home, 'odd'));

    for (const { code, said } of made) assert.equal(code, 0, said);
    assert.match(made[0]?.said ?? '', /says what there is to say, once/);
    assert.notEqual(odd.code, 0);
    assert.match(odd.said, /widget is no kind of plugin/);
  });

  test('add tells what the plugin may do, and needs somebody who agrees', async () => {
    writeFileSync(file, '# ours\nlocale: en\n');

    const asked = await zhiban('plugin', 'add', folder);
    const added = await zhiban('plugin', 'add', folder, '--yes', '--locale', 'zh-CN');
    const again = await zhiban('plugin', 'add', folder, '--yes');

    assert.equal(asked.code, 2);
    assert.match(asked.said, /May reach: the addresses of its systems/);
    assert.match(asked.said, /Nobody is here to agree/);
    assert.equal(added.code, 0, added.said);
    assert.match(added.said, /可访问：其系统条目中的地址/);
    assert.equal(again.code, 5);
    assert.equal(readFileSync(file, 'utf8'), '# ours\nlocale: en\nplugins:\n  - path: ./gauge\n');
  });

  test('config check reads systems of its kind, list names it, remove takes it out and names what is left', async () => {
    const systems = 'systems:\n  - id: g\n    kind: gauge\n    url: http://127.0.0.1:9\n';
    writeFileSync(file, `${readFileSync(file, 'utf8')}${systems}`);

    const checked = await zhiban('config', 'check');
    const listed = await zhiban('plugin', 'list', '--json');
    const removed = await zhiban('plugin', 'remove', 'gauge');
    const unknown = await zhiban('plugin', 'remove', 'gauge');
    const after = await zhiban('config', 'check');

    assert.equal(checked.code, 0, checked.said);
    assert.deepEqual(
      JSON.parse(listed.said).items.map(({ name, version, state }: Record<string, unknown>) => ({ name, version, state })),
      [{ name: 'gauge', version: '0.1.0', state: 'unknown' }],
    );
    assert.match(removed.said, /must go too: g/);
    assert.equal(unknown.code, 3);
    assert.equal(after.code, 1);
    assert.match(after.said, /unknown kind 'gauge'/);
  });

  test('config check names a key that the plugin refuses, and a plugin that is not there takes nothing else with it', async () => {
    writeFileSync(
      file,
      `plugins:\n  - path: ${naughtyFolder}\n    config: { colour: red }\n  - path: ./away\nsystems:\n  - id: a\n    kind: of-the-other\n`,
    );

    const { code, said } = await zhiban('config', 'check');

    assert.equal(code, 0, said);
    assert.match(said, /plugin:naughty config: Unrecognized key: "colour"/);
    assert.match(said, /plugin:\.\/away There is no plugin folder/);
    assert.match(said, /unknown kind 'of-the-other'/);
  });
});
