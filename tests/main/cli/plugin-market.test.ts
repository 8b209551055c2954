/** A company's own market from its keys to a revoked version, by the commands alone. */

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { runCli } from '../../../src/main/cli/run-cli.ts';
import { writeSamplePlugin } from '../../plugins/market/sample.ts';

const work = mkdtempSync(join(tmpdir(), 'zhiban-market-cli-'));
after(() => rmSync(work, { recursive: true, force: true }));
const home = join(work, 'home');
const file = join(home, 'zhiban.yaml');
const index = join(work, 'shelf', 'plugins.json');
const key = join(work, 'private.pem');

async function zhiban(argv: readonly string[], confirm: ((question: string) => Promise<boolean>) | null = null) {
  let said = '';
  const add = (text: string): void => {
    said += text;
  };
  const variables = { ZHIBAN_HOME: home, ZHIBAN_URL: 'http://127.0.0.1:9', PATH: process.env.PATH };
  const streams = { out: add, err: add, isTerminal: false, columns: 200, confirm, ask: null };
  const code = await runCli({ argv: ['plugin', ...argv], variables, streams, version: '0.1.0', signal: AbortSignal.timeout(110_000) });
  return { code, said };
}

function folder(version: string, hosts?: readonly string[]): string {
  return writeSamplePlugin(join(work, `gauge-${version}`), { version, ...(hosts === undefined ? {} : { hosts }) });
}

async function publish(version: string, hosts: readonly string[], ...more: readonly string[]): Promise<void> {
  const added = await zhiban(['index', 'add', index, folder(version, hosts), ...more]);
  const signed = await zhiban(['index', 'sign', index, '--key', key]);
  assert.equal(added.code + signed.code, 0, added.said + signed.said);
}

describe('zhiban plugin with a market', { timeout: 240_000 }, () => {
  let publicKey = '';
  before(async () => {
    mkdirSync(home);
    const made = await zhiban(['index', 'key', key]);
    publicKey = /ed25519:\S+/.exec(made.said)?.[0] ?? '';
    writeFileSync(file, `locale: en\npluginMarkets:\n  - name: company\n    path: ${index}\n    publicKey: ${publicKey}\n`);
  });

  test('index key makes a key that only its owner reads, and writes over none', async () => {
    const again = await zhiban(['index', 'key', key]);

    assert.match(publicKey, /^ed25519:[A-Za-z0-9+/]{43}=$/);
    assert.equal(statSync(key).mode & 0o777, 0o600);
    assert.equal(again.code, 5, again.said);
  });

  test('index add, sign and verify make a market that search finds, and nobody trusts what is not signed', async () => {
    const nameless = await zhiban(['index', 'add', index, folder('1.0.0')]);
    const added = await zhiban(['index', 'add', index, folder('1.0.0'), '--market', 'company']);
    const unsigned = await zhiban(['index', 'verify', index]);
    const unfound = await zhiban(['search']);
    const signed = await zhiban(['index', 'sign', index, '--key', key, '--days', '30']);
    const verified = await zhiban(['index', 'verify', index]);
    const twice = await zhiban(['index', 'add', index, folder('1.0.0')]);
    await zhiban(['index', 'sign', index, '--key', key]);
    const found = await zhiban(['search', '水位', '--locale', 'zh-CN']);

    assert.match(nameless.said, /give the name of the market/);
    assert.equal(added.code, 0, added.said);
    assert.equal(unsigned.code, 4, unsigned.said);
    assert.match(unfound.said, /not signed by the key that is trusted for it\nNothing found/);
    assert.equal(signed.code, 0, signed.said);
    assert.equal(verified.code, 0, verified.said);
    assert.match(verified.said, /The market company is sound: serial 1, 1 versions/);
    assert.equal(twice.code, 5, twice.said);
    assert.match(found.said, /gauge\s+1\.0\.0\s+company\s+—\s+水位监测（告警来源 gauge）/);
  });

  test('install shows the rights first, needs somebody who agrees, and writes the configuration', async () => {
    const asked = await zhiban(['install', 'gauge']);
    const declined = await zhiban(['install', 'gauge'], async () => false);
    const untouched = readFileSync(file, 'utf8');
    const installed = await zhiban(['install', 'gauge@^1.0.0'], async () => true);
    const again = await zhiban(['install', 'gauge', '--json', '--yes']);
    const listed = await zhiban(['list', '--json']);

    assert.equal(asked.code, 2);
    assert.match(
      asked.said,
      /gauge 1\.0\.0 from the market company[\s\S]*May reach: the addresses in its configuration[\s\S]*Nobody is here to agree/,
    );
    assert.match(declined.said, /was not installed/);
    assert.doesNotMatch(untouched, /market: gauge/);
    assert.equal(installed.code, 0, installed.said);
    assert.match(readFileSync(file, 'utf8'), /plugins:\n {2}- market: gauge\n$/);
    assert.equal(JSON.parse(again.said).outcome, 'there');
    const [{ name, version, market, newer }] = JSON.parse(listed.said).items;
    assert.deepEqual({ name, version, market, newer }, { name: 'gauge', version: '1.0.0', market: 'company', newer: null });
  });

  test('update points out what a new version asks for beyond the old one', async () => {
    await publish('1.1.0', ['config', 'api.example.com'], '--files');
    const verified = await zhiban(['index', 'verify', index, '--public-key', publicKey]);

    const updated = await zhiban(['update', 'gauge', '--yes']);
    const newest = await zhiban(['update']);

    assert.equal(verified.code, 0, verified.said);
    assert.match(updated.said, /gauge 1\.0\.0 → 1\.1\.0/);
    assert.match(updated.said, /\n! May reach: the addresses in its configuration, api\.example\.com\n/);
    assert.match(updated.said, /\n {2}May read: nothing\n/);
    assert.match(updated.said, /gauge 1\.1\.0 is installed/);
    assert.match(newest.said, /gauge 1\.1\.0 is the newest/);
  });

  test('a revoked version is told by list and update, refused by install, and left by the next update', async () => {
    const revoked = await zhiban(['index', 'revoke', index, 'gauge@1.1.0', '--reason', 'it sends data out', '--reason-zh', '会外传数据']);
    await zhiban(['index', 'sign', index, '--key', key]);
    const stuck = await zhiban(['update']);
    const listed = await zhiban(['list', '--locale', 'zh-CN']);
    const refused = await zhiban(['install', 'gauge@1.1.0', '--yes']);
    await publish('1.1.1', ['config']);
    const found = await zhiban(['search', 'gauge', '--json']);
    const updated = await zhiban(['update', '--yes']);

    assert.equal(revoked.code, 0, revoked.said);
    assert.equal(stuck.code, 1);
    assert.match(stuck.said, /version 1\.1\.0 was revoked by the market company: it sends data out\. There is no newer version/);
    assert.match(listed.said, /gauge\s+1\.1\.0\s+已撤销\s+版本 1\.1\.0 已被市场 company 撤销：会外传数据/);
    assert.equal(refused.code, 4, refused.said);
    assert.match(refused.said, /gauge 1\.1\.0 was revoked by the market company/);
    assert.deepEqual(
      JSON.parse(found.said).items.map(({ version, state, installed }: Record<string, unknown>) => [version, state, installed]),
      [['1.1.1', 'installed', '1.1.0']],
    );
    assert.equal(updated.code, 0, updated.said);
    assert.match(updated.said, /gauge 1\.1\.1 is installed/);
  });

  test('update leaves a version alone when its package was changed behind the market’s back', async () => {
    await publish('1.2.0', ['config']);
    writeFileSync(join(work, 'shelf', 'gauge-1.2.0.tgz'), 'changed');

    const verified = await zhiban(['index', 'verify', index]);
    const updated = await zhiban(['update', '--yes']);
    const listed = await zhiban(['list', '--json']);

    assert.equal(verified.code, 1);
    assert.match(verified.said, /✗ gauge 1\.2\.0: .* is not what the market has signed/);
    assert.equal(updated.code, 1);
    assert.match(updated.said, /gauge stays at 1\.1\.1: gauge 1\.2\.0 is not what the market has signed/);
    assert.deepEqual(
      JSON.parse(listed.said).items.map(({ version, newer }: Record<string, unknown>) => [version, newer]),
      [['1.1.1', '1.2.0']],
    );
  });

  test('without a market, and for wishes that are none, the words say what to do', async () => {
    const odd = await zhiban(['install', 'Gauge@@']);
    const unknown = await zhiban(['install', 'nothing', '--yes']);
    const other = await zhiban(['install', 'gauge', '--market', 'elsewhere', '--yes']);
    writeFileSync(file, 'locale: en\n');
    const none = await zhiban(['search']);

    assert.match(odd.said, /expected NAME or NAME@RANGE/);
    assert.equal(unknown.code, 3, unknown.said);
    assert.match(other.said, /No market has a plugin gauge/);
    assert.match(none.said, /put one under pluginMarkets/);
  });
});
