import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { test } from 'node:test';
import { localeOf, readEnvironment } from '../../src/config/environment.ts';

test('readEnvironment() has defaults for everything', () => {
  const environment = readEnvironment({});

  assert.equal(environment.home, `${homedir()}/.zhiban`);
  assert.equal(environment.port, 7420);
  assert.deepEqual(
    [
      environment.configPath,
      environment.adminToken,
      environment.locale,
      environment.databaseUrl,
      environment.temporalAddress,
      environment.otlpEndpoint,
    ],
    [null, null, null, null, null, null],
  );
});

test('readEnvironment() reads every name that is documented', () => {
  const environment = readEnvironment({
    ZHIBAN_HOME: '/data',
    ZHIBAN_CONFIG: '/etc/zhiban.yaml',
    ZHIBAN_PORT: '8000',
    ZHIBAN_ADMIN_TOKEN: 'a-token-of-16-and-more',
    ZHIBAN_LOCALE: 'zh_CN.UTF-8',
    DATABASE_URL: 'postgres://db/zhiban',
    TEMPORAL_ADDRESS: 'temporal:7233',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
    ZHIBAN_URL: 'http://zhiban.example/',
    ZHIBAN_LOG_LEVEL: 'DEBUG',
  });

  const { home, configPath, port, locale, databaseUrl, temporalAddress, otlpEndpoint, serverUrl, logLevel } = environment;
  assert.deepEqual(
    { home, configPath, port, locale, databaseUrl, temporalAddress, otlpEndpoint, serverUrl, logLevel },
    {
      home: '/data',
      configPath: '/etc/zhiban.yaml',
      port: 8000,
      locale: 'zh-CN',
      databaseUrl: 'postgres://db/zhiban',
      temporalAddress: 'temporal:7233',
      otlpEndpoint: 'http://collector:4318',
      serverUrl: 'http://zhiban.example',
      logLevel: 'debug',
    },
  );
});

test('readEnvironment() takes an empty variable for none', () => {
  assert.equal(readEnvironment({ ZHIBAN_CONFIG: '', DATABASE_URL: ' ' }).configPath, null);
});

const refused: readonly (readonly [Record<string, string>, RegExp])[] = [
  [{ ZHIBAN_PORT: '70000' }, /ZHIBAN_PORT must be a whole number from 0 to 65535: current value is '70000'/],
  [{ ZHIBAN_PORT: 'http' }, /ZHIBAN_PORT/],
  [{ ZHIBAN_LOCALE: 'fr' }, /ZHIBAN_LOCALE must be 'zh-CN' or 'en'/],
  [{ ZHIBAN_ADMIN_TOKEN: 'short' }, /ZHIBAN_ADMIN_TOKEN must have at least 8 characters: current length is 5/],
  [{ ZHIBAN_URL: 'zhiban:7420' }, /ZHIBAN_URL must start with http/],
  [{ ZHIBAN_LOG_LEVEL: 'loud' }, /ZHIBAN_LOG_LEVEL must be one of debug, info, warn, error/],
];

for (const [variables, message] of refused) {
  test(`readEnvironment() refuses ${JSON.stringify(variables)}`, () => {
    assert.throws(() => readEnvironment(variables), { kind: 'invalid', message });
  });
}

test('readEnvironment() notices a variable that is spelled nearly right, and leaves others alone', () => {
  const { unknown } = readEnvironment({ ZHIBAN_PROT: '1', ZHIBAN_ORDERS_DATABASE_PASSWORD: 'x' });

  assert.deepEqual(unknown, [{ name: 'ZHIBAN_PROT', nearest: 'ZHIBAN_PORT' }]);
});

test('localeOf() knows the many spellings of two languages', () => {
  for (const spelled of ['zh', 'zh-CN', 'zh_CN.UTF-8', 'zh_TW', 'zh-Hans']) assert.equal(localeOf(spelled), 'zh-CN');
  for (const spelled of ['en', 'en_US.UTF-8', 'en-GB']) assert.equal(localeOf(spelled), 'en');
  for (const spelled of [null, '', 'C.UTF-8', 'de_DE', 'english']) assert.equal(localeOf(spelled), null);
});
