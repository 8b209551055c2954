import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import pg from 'pg';
import { parse } from 'yaml';
import { parseConfig } from '../../src/config/load.ts';
import { builtInKinds } from '../../src/systems/registry.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { startTestTemporal } from '../support/temporal.ts';
import { composeFile, read, root } from './compose-file.ts';

const run = (command: string, given: readonly string[], environment: NodeJS.ProcessEnv = process.env): string =>
  execFileSync(command, given, { cwd: root, encoding: 'utf8', env: environment, stdio: ['ignore', 'pipe', 'pipe'] });

test('promtool accepts the configuration of Prometheus and its rules', () => {
  assert.match(run('promtool', ['check', 'config', 'deploy/prometheus/prometheus.yml']), /valid prometheus config[\s\S]*2 rules found/);
});

test('amtool accepts the configuration of Alertmanager, and every alert goes to Zhiban', () => {
  assert.match(run('amtool', ['check-config', 'deploy/alertmanager/alertmanager.yml']), /SUCCESS/);
  assert.equal(
    run('amtool', ['config', 'routes', 'test', '--config.file=deploy/alertmanager/alertmanager.yml', 'severity=warning']).trim(),
    'zhiban',
  );
});

test('Alertmanager shows the same secret that Zhiban asks for, at the address that Zhiban listens on', () => {
  const [receiver] = parse(read('deploy/alertmanager/alertmanager.yml')).receivers[0].webhook_configs;
  const zhiban = parse(read('deploy/zhiban/zhiban.yaml'));
  const { server, alertmanager } = composeFile.services;

  assert.equal(receiver.http_config.authorization.credentials_file, '/run/secrets/hook-token');
  assert.deepEqual(zhiban.hooks.token, { file: '/run/secrets/hook-token' });
  assert.deepEqual([server?.secrets, alertmanager?.secrets], [['hook-token'], ['hook-token']]);
  assert.equal(receiver.url, `http://server:${server?.environment.ZHIBAN_PORT}/hooks/alertmanager`);
});

test('deploy/zhiban/zhiban.yaml is a configuration without a fault', (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'zhiban-deploy-'));
  t.after(() => rmSync(directory, { recursive: true }));
  const token = join(directory, 'hook-token');
  writeFileSync(token, 'a-token-that-is-long-enough', { mode: 0o600 });
  const text = read('deploy/zhiban/zhiban.yaml').replace('/run/secrets/hook-token', token);

  const loaded = parseConfig(text, { path: null, kinds: builtInKinds, variables: {} });

  assert.deepEqual(loaded.warnings, []);
  assert.deepEqual(
    loaded.systems.map(({ id }) => id),
    ['metrics'],
  );
});

test('make-secrets.sh writes every variable with a random value, once, for the owner alone', (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'zhiban-secrets-'));
  t.after(() => rmSync(directory, { recursive: true }));
  mkdirSync(join(directory, 'deploy'));
  cpSync(join(root, 'deploy/make-secrets.sh'), join(directory, 'deploy/make-secrets.sh'));
  const make = (): string => {
    run('sh', [join(directory, 'deploy/make-secrets.sh')]);
    return readFileSync(join(directory, '.env'), 'utf8') + readFileSync(join(directory, 'deploy/secrets/hook-token'), 'utf8');
  };

  const first = make();
  const second = make();

  const names = (text: string): readonly (string | undefined)[] => [...text.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
  assert.deepEqual(names(first), names(read('.env.example')));
  assert.equal(new Set(first.match(/[0-9a-f]{48}/g)).size, 5);
  assert.equal(second, first);
  assert.equal(statSync(join(directory, '.env')).mode & 0o777, 0o600);
  assert.equal(statSync(join(directory, 'deploy/secrets')).mode & 0o777, 0o700);
});

test('create-databases.sh gives each login its own databases and nothing else', async (t) => {
  const server = await startPostgres();
  t.after(() => server.stop());
  const superuser = new URL(await makeSuperuser(server));
  run('sh', ['deploy/postgres/create-databases.sh'], {
    PATH: process.env.PATH,
    PGHOST: superuser.hostname,
    PGPORT: superuser.port,
    POSTGRES_USER: superuser.username,
    POSTGRES_PASSWORD: superuser.password,
    ZHIBAN_DB_PASSWORD: "with ' quote",
    TEMPORAL_DB_PASSWORD: 'temporal-password',
  });

  const login = (user: string, password: string, database: string): Promise<string> =>
    openAs(server.urlOf({ user, password: encodeURIComponent(password), database }));
  const answers = await Promise.all([
    login('zhiban', "with ' quote", 'zhiban'),
    login('temporal', 'temporal-password', 'temporal'),
    login('temporal', 'temporal-password', 'temporal_visibility'),
    login('temporal', 'temporal-password', 'zhiban'),
    login('zhiban', "with ' quote", 'temporal'),
  ]);

  assert.deepEqual(answers, ['may create', 'may create', 'may create', '42501', '42501']);
});

test('create-search-attributes.sh adds what is missing and can be run again', async (t) => {
  const server = await startTestTemporal();
  t.after(() => server.stop(3_000));
  const environment = { ...process.env, PATH: `${server.directory}:${process.env.PATH}`, TEMPORAL_ADDRESS: server.address };
  run('temporal', ['operator', 'search-attribute', 'remove', '--address', server.address, '--name', 'ZhibanSystem', '--yes'], environment);

  const first = run('sh', ['deploy/temporal/create-search-attributes.sh'], environment);
  const second = run('sh', ['deploy/temporal/create-search-attributes.sh'], environment);

  assert.match(first, /ZhibanStatus is there\nZhibanSeverity is there\n(?!ZhibanSystem is there)/);
  assert.match(second, /ZhibanSystem is there/);
});

/** The test's own server was made by a login named like ours; in the image it is `postgres`. */
async function makeSuperuser(server: PostgresServer): Promise<string> {
  const first = new pg.Client({ connectionString: server.url });
  await first.connect();
  await first.query(`CREATE ROLE postgres LOGIN SUPERUSER PASSWORD 'superuser-password'`);
  await first.end();
  const url = server.urlOf({ user: 'postgres', password: 'superuser-password' });
  const second = new pg.Client({ connectionString: url });
  await second.connect();
  await second.query('ALTER ROLE zhiban RENAME TO first');
  await second.end();
  return url;
}

/** `may create`, or the code that PostgreSQL refuses with. */
async function openAs(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    await client.query('CREATE TABLE probe (id int)');
    return 'may create';
  } catch (error) {
    return error instanceof pg.DatabaseError ? (error.code ?? '') : String(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}
