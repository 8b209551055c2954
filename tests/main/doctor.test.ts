import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { z } from 'zod';
import type { DoctorCheck } from '../../src/api/contract.ts';
import { createDirectory } from '../../src/config/directory.ts';
import { readEnvironment } from '../../src/config/environment.ts';
import { loadConfig, parseConfig } from '../../src/config/load.ts';
import { ConfigError } from '../../src/config/problem.ts';
import { configSchema } from '../../src/config/schema.ts';
import { ZhibanError } from '../../src/domain/errors.ts';
import { sameText } from '../../src/domain/text.ts';
import { type Examination, runDoctor } from '../../src/main/doctor/doctor.ts';
import { examineConfig, examineHookToken } from '../../src/main/doctor/examine-config.ts';
import { examineHome, examineNode, examinePort } from '../../src/main/doctor/examine-machine.ts';
import { examineDatabase, examineModels, examineTemporal } from '../../src/main/doctor/examine-services.ts';
import { examineSystems } from '../../src/main/doctor/examine-systems.ts';
import { createRunningDoctor } from '../../src/main/doctor/running.ts';
import { runStandaloneDoctor } from '../../src/main/doctor/standalone.ts';
import type { SystemKind } from '../../src/systems/contract.ts';
import { entryShape } from '../../src/systems/entry.ts';
import { createSystemPool, type PooledSystem } from '../../src/systems/pool.ts';
import { freePort, startHangingPeer } from '../support/peers.ts';
import { systemClock } from '../support/system-clock.ts';

const home = mkdtempSync(join(tmpdir(), 'zhiban-doctor-'));
after(() => rmSync(home, { recursive: true }));

async function examine(...examinations: readonly Examination[]): Promise<readonly string[]> {
  return (await runDoctor(examinations)).map(line);
}

function line({ id, level, text }: DoctorCheck): string {
  return `${level} ${id}: ${text.en}`;
}

test('runDoctor() keeps the order and takes a failure and a silence for answers', async () => {
  const silent: Examination = { id: 'silent', timeoutMs: 20, examine: () => new Promise(() => {}) };
  const broken: Examination = { id: 'broken', timeoutMs: 1_000, examine: () => Promise.reject(new Error('it broke')) };

  assert.deepEqual(await examine(silent, broken, examineNode('24.1.0')), [
    'fail silent: no answer within 0.02 s',
    'fail broken: it broke',
    'ok node: Node 24.1.0',
  ]);
});

test('examineNode() refuses what is too old', async () => {
  assert.deepEqual(await examine(examineNode('20.19.0')), ['fail node: Node 20.19.0 is too old']);
});

test('examineHome() makes the directory, and warns when everybody can look into it', async () => {
  const inner = join(home, 'made');

  const made = await examine(examineHome(inner));
  chmodSync(inner, 0o755);
  const open = await examine(examineHome(inner));
  writeFileSync(join(home, 'file'), '');
  const [impossible = ''] = await examine(examineHome(join(home, 'file')));

  assert.equal(made[0], `ok data-directory: ${inner} can be written to`);
  assert.match(made[1] ?? '', /disk-space/);
  assert.match(open[0] ?? '', /^warn data-directory: every account/);
  assert.match(impossible, /^fail data-directory/);
});

test('examinePort() tells free from taken', async () => {
  const peer = await startHangingPeer();
  const free = await freePort();

  const checks = await examine(examinePort('127.0.0.1', peer.port), examinePort('127.0.0.1', free));
  await peer.stop();

  assert.deepEqual(checks, [`fail port: ${peer.port} is taken by another program`, `ok port: ${free} is free`]);
});

test('examineConfig() tells problems, weak spots and variables that mean nothing', async () => {
  const options = { path: null, kinds: [], variables: {} };
  const weak = parseConfig('hooks: { token: { env: GONE } }\n', options);
  let bad: ConfigError | null = null;
  try {
    parseConfig('polcy: {}\n', { ...options, path: '/etc/zhiban.yaml' });
  } catch (error) {
    if (error instanceof ConfigError) bad = error;
  }

  assert.ok(bad !== null);
  assert.deepEqual(await examine(examineConfig(weak, readEnvironment({ ZHIBAN_PROT: '1' }))), [
    'ok config: no file, the defaults are used',
    'warn config: defaults:1:17 hooks.token: Cannot read the secret from env GONE: the variable is not set',
    'warn environment: the variable ZHIBAN_PROT means nothing',
  ]);
  assert.deepEqual(await examine(examineConfig(bad, readEnvironment({}))), [
    "fail config: zhiban.yaml:1:1 polcy: unknown key; did you mean 'policy'?",
  ]);
});

test('examineHookToken() wants one that is long enough', async () => {
  assert.deepEqual(await examine(examineHookToken(null), examineHookToken('short'), examineHookToken('long-enough-0000')), [
    'warn hook-token: none yet',
    'warn hook-token: is shorter than 16 characters',
    'ok hook-token: is set',
  ]);
});

test('examineDatabase() tells embedded from a server that is away, and never shows the password', async () => {
  const port = await freePort();
  const none = join(home, 'nothing-yet');
  mkdirSync(join(home, 'db'));

  const checks = await examine(
    examineDatabase(() => null, none),
    examineDatabase(() => null, home),
    examineDatabase(() => `postgres://zhiban:hunter2@127.0.0.1:${port}/zhiban`, home),
    examineDatabase(() => {
      throw new ZhibanError('invalid', 'Cannot read the secret from env DB: the variable is not set');
    }, home),
  );

  assert.equal(checks[0], 'ok database: embedded, made at the first start');
  assert.equal(checks[1], `ok database: embedded, in ${join(home, 'db')}`);
  assert.match(checks[2] ?? '', /^fail database: cannot be used: .*ECONNREFUSED/);
  assert.ok(!checks.join().includes('hunter2'));
  assert.match(checks[3] ?? '', /^fail database: Cannot read the secret/);
});

test('examineTemporal() connects', async () => {
  const peer = await startHangingPeer();
  const port = await freePort();

  const checks = await examine(examineTemporal(null), examineTemporal(`127.0.0.1:${peer.port}`), examineTemporal(`127.0.0.1:${port}`));
  await peer.stop();

  assert.deepEqual(checks, [
    'ok temporal: embedded, started by zhiban start',
    `ok temporal: 127.0.0.1:${peer.port} accepts connections`,
    `fail temporal: 127.0.0.1:${port}: ECONNREFUSED`,
  ]);
});

test('examineModels() proves address and key, and never shows the key', async () => {
  const seen: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(request.headers.authorization === 'Bearer good-key' ? 200 : request.url?.startsWith('/odd') ? 404 : 401).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const profile = (name: string, key: string, path = 'v1') => ({
    name,
    model: 'm',
    baseUrl: `http://127.0.0.1:${port}/${path}`,
    apiKey: { env: key },
  });
  const { llm } = configSchema.parse({
    llm: { profiles: [profile('good', 'good-key'), profile('bad', 'bad-key'), profile('odd', 'odd-key', 'odd')] },
  });

  const checks = await examine(
    ...examineModels(llm, (ref) => ('env' in ref ? ref.env : '')),
    ...examineModels(configSchema.parse({}).llm, () => ''),
  );
  await new Promise((resolve) => server.close(resolve));

  assert.deepEqual(checks, [
    `ok llm:good: m at http://127.0.0.1:${port}/v1`,
    'fail llm:bad: the key is refused (401)',
    'warn llm:odd: answers 404 to GET /models',
    'ok llm: none configured; the offline analyst does the work',
  ]);
  assert.deepEqual(seen.toSorted(), ['Bearer bad-key', 'Bearer good-key', 'Bearer odd-key']);
});

const entry = z.strictObject({ ...entryShape, kind: z.literal('peer') });
const peerKind: SystemKind = {
  kind: 'peer',
  title: sameText('Peer'),
  entry,
  connect: () => ({ close: async () => {} }),
  probes: [
    {
      name: 'alive',
      summary: sameText('alive'),
      parameters: z.strictObject({}),
      timeoutMs: 1_000,
      cost: 'cheap',
      facts: [],
      look: async () => ({
        status: 'unreachable',
        reason: 'refused: password=hunter2',
        headline: sameText(''),
        facts: {},
        query: '',
        text: '',
      }),
    },
  ],
  signatures: [],
  actions: [],
};

test('examineSystems() asks the check of the kind, else its first cheap probe', async () => {
  const parsed = entry.parse({ id: 'p', kind: 'peer' });
  const checked: SystemKind = { ...peerKind, check: async () => [{ level: 'warn', text: sameText('may not look at ACL') }] };
  const systems: readonly PooledSystem[] = [checked, peerKind].map((kind) => ({
    entry: parsed,
    kind,
    client: kind.connect(parsed, { clock: systemClock, resolveSecret: () => '' }),
  }));

  const checks = await examine(...examineSystems(systems, systemClock));

  assert.equal(checks[0], 'warn system:p: may not look at ACL');
  assert.match(checks[1] ?? '', /^fail system:p: refused/);
  assert.ok(!checks.join().includes('hunter2'));
});

test('createRunningDoctor() adds the parts as they tell themselves', async () => {
  const doctor = createRunningDoctor({
    environment: readEnvironment({ ZHIBAN_HOME: home }),
    loaded: () => loadConfig({ path: null, kinds: [], variables: {} }),
    directory: () => createDirectory({ people: [], adminToken: 'an-admin-token-0000', resolveSecret: () => '' }),
    resolveSecret: () => '',
    hookToken: () => 'a-hook-token-of-length',
    givenUp: async () => ({ unread: {}, alerts: 2, lines: 1, announcements: 0 }),
    overrides: async () => [],
    detections: async () => ({ specs: [], runs: [], pauses: new Map() }),
    voices: () => [],
    plugins: { kinds: [], runbookDirectories: () => [] },
    pool: createSystemPool([], [], { clock: systemClock, resolveSecret: () => '' }),
    health: async () => ({
      isReady: false,
      adapters: [],
      parts: [
        { name: 'store', state: 'up', reason: null },
        { name: 'temporal', state: 'down', reason: 'connection refused' },
        { name: 'adapter:slack', state: 'degraded', reason: null },
      ],
    }),
    clock: systemClock,
    memory: { get: async () => null, set: async () => undefined },
  });

  const checks = (await doctor()).map(line);

  assert.deepEqual(
    checks.filter((each) => /store|temporal|slack/.test(each)),
    ['ok store: up', 'fail temporal: connection refused', 'warn adapter:slack: degraded'],
  );
});

test('runStandaloneDoctor() looks at a fresh machine without a word of harm', async () => {
  const port = await freePort();
  writeFileSync(join(home, 'zhiban.yaml'), 'registerThisMachine: false\n');

  const checks = await runStandaloneDoctor(readEnvironment({ ZHIBAN_HOME: home, ZHIBAN_PORT: String(port) }));

  assert.deepEqual(
    checks.filter(({ level }) => level === 'fail'),
    [],
  );
  for (const id of ['node', 'data-directory', 'disk-space', 'config', 'port', 'database', 'temporal', 'people', 'hook-token', 'llm']) {
    assert.ok(
      checks.some((check) => check.id === id),
      id,
    );
  }
});
