import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readEnvironment } from '../../src/config/environment.ts';
import { configSchema } from '../../src/config/schema.ts';
import { configPathOf, ensureAdminToken, ensureHookToken, secretDirectoryOf, settingsOf } from '../../src/config/settings.ts';

const noSecret = (): string => {
  throw new Error('no secret is wanted');
};

test('settingsOf() lets the environment win over the file', () => {
  const config = configSchema.parse({ locale: 'zh-CN', database: { url: { env: 'DB' } }, temporal: { address: 'file:7233' } });

  const fromFile = settingsOf(config, readEnvironment({}), () => 'postgres://file');
  const fromEnvironment = settingsOf(
    config,
    readEnvironment({ ZHIBAN_LOCALE: 'en', DATABASE_URL: 'postgres://env', TEMPORAL_ADDRESS: 'env:7233' }),
    noSecret,
  );

  assert.deepEqual([fromFile.locale, fromFile.databaseUrl, fromFile.temporalAddress], ['zh-CN', 'postgres://file', 'file:7233']);
  assert.deepEqual(
    [fromEnvironment.locale, fromEnvironment.databaseUrl, fromEnvironment.temporalAddress],
    ['en', 'postgres://env', 'env:7233'],
  );
});

const addresses: readonly (readonly [object, string])[] = [
  [{}, 'http://127.0.0.1:7420'],
  [{ host: '0.0.0.0' }, 'http://127.0.0.1:7420'],
  [{ host: '::1' }, 'http://[::1]:7420'],
  [{ host: 'zhiban.internal' }, 'http://zhiban.internal:7420'],
  [{ publicUrl: 'https://zhiban.example/' }, 'https://zhiban.example'],
];

for (const [config, publicUrl] of addresses) {
  test(`settingsOf() reaches ${JSON.stringify(config)} at ${publicUrl}`, () => {
    assert.equal(settingsOf(configSchema.parse(config), readEnvironment({}), noSecret).publicUrl, publicUrl);
  });
}

test('configPathOf() finds the file in the data directory unless another is named', () => {
  const home = mkdtempSync(join(tmpdir(), 'zhiban-settings-'));
  const before = configPathOf({ configPath: null, home });
  writeFileSync(join(home, 'zhiban.yaml'), '');

  assert.equal(before, null);
  assert.equal(configPathOf({ configPath: null, home }), join(home, 'zhiban.yaml'));
  assert.equal(configPathOf({ configPath: '/etc/other.yaml', home }), '/etc/other.yaml');
  rmSync(home, { recursive: true });
});

test('secretDirectoryOf() is beside the file', () => {
  assert.equal(secretDirectoryOf('/etc/zhiban/zhiban.yaml', '/data'), '/etc/zhiban');
  assert.equal(secretDirectoryOf(null, '/data'), '/data');
});

test('ensureAdminToken() and ensureHookToken() prefer what is given', () => {
  assert.equal(ensureAdminToken({ home: '/nowhere', adminToken: 'given-given-given' }).token, 'given-given-given');
  assert.equal(
    ensureHookToken('/nowhere', configSchema.parse({ hooks: { token: { env: 'T' } } }).hooks, () => 'from-a-secret').token,
    'from-a-secret',
  );
});
