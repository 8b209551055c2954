import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { hostKind } from '../../../src/systems/host/system.ts';
import { checksOf, mysqlKind } from '../../../src/systems/mysql/system.ts';
import { describeSystem, type SuiteSystem } from '../../contracts/system.ts';
import { type MariadbServer, startMariadb } from '../../support/mariadb.ts';
import { freePort, startHangingPeer } from '../../support/peers.ts';

const entry = { id: 'shop-db', kind: 'mysql', username: 'admin', password: { env: 'SHOP_DB_PASSWORD' } };
const who = { id: 12, login: 'app', host: '10.0.0.1:5000' };

/** One server for all the cases that need one; each only sees it from another side. */
let shared: Promise<MariadbServer> | null = null;

after(async () => (await shared)?.stop());

async function on(change: (server: MariadbServer) => Partial<SuiteSystem> & { entry: object }): Promise<SuiteSystem> {
  shared ??= startMariadb();
  const server = await shared;
  const { password } = server.login;
  const given = change(server);
  return {
    secrets: [password],
    resolveSecret: () => password,
    ...given,
    entry: { ...entry, url: `mysql://127.0.0.1:${String(server.port)}`, ...given.entry },
  };
}

describeSystem(mysqlKind, {
  live: () => on(() => ({ entry: {} })),
  unreachable: {
    refused: {
      start: async () => ({ entry: { ...entry, url: `mysql://127.0.0.1:${String(await freePort())}` }, resolveSecret: () => 'x' }),
      problem: 'refused',
    },
    'unknown name': {
      start: () => Promise.resolve({ entry: { ...entry, url: 'mysql://no-such-host.invalid:3306' }, resolveSecret: () => 'x' }),
      problem: 'dns',
    },
    'wrong password': {
      start: () => on(() => ({ entry: {}, secrets: ['a-wrong-secret'], resolveSecret: () => 'a-wrong-secret' })),
      problem: 'auth',
    },
    'no such database': {
      start: () => on((server) => ({ entry: { url: `mysql://127.0.0.1:${String(server.port)}/not_there` } })),
      problem: 'other',
    },
    'TLS asked of a server without': { start: () => on(() => ({ entry: { tls: {} } })), problem: 'tls' },
  },
  hanging: async () => {
    const peer = await startHangingPeer();
    return { entry: { ...entry, url: `mysql://127.0.0.1:${String(peer.port)}` }, resolveSecret: () => 'x', stop: () => peer.stop() };
  },
  sampleArguments: {
    'kill-connection': who,
    'kill-query': { ...who, atLeastSeconds: 3 },
    'kill-idle-connections': { login: 'app', address: '10.0.0.1', idleSeconds: 60 },
    'set-global': { name: 'max_connections', value: 300 },
    'set-read-only': { value: 'OFF' },
    'start-replica': { channel: '' },
    'stop-replica': { channel: '' },
    'analyze-table': { schema: 'shop', table: 'orders' },
  },
  sampleFacts: {
    'locks.root.id': 12,
    'locks.root.login': 'app',
    'locks.root.host': '10.0.0.1:5000',
    'locks.ddl.id': 13,
    'locks.ddl.login': 'app',
    'locks.ddl.host': '10.0.0.1:5001',
    'transactions.idle.id': 14,
    'transactions.idle.login': 'app',
    'transactions.idle.host': '10.0.0.1:5002',
    'statements.longest.id': 15,
    'statements.longest.login': 'app',
    'statements.longest.host': '10.0.0.1:5003',
    'connections.topLogin': 'app',
    'connections.topAddress': '10.0.0.1',
  },
  rareFacts: ['reach.problem', 'reach.stage', 'reach.code', 'reach.reason', 'followers.gone', 'followers.goneReason'],
  hostKinds: [hostKind] as never,
});

describe('mysqlKind', () => {
  it('entry refuses a login in the address and names the way to give it', () => {
    const parsed = mysqlKind.entry.safeParse({ ...entry, url: 'mysql://app:hidden@127.0.0.1/shop' });

    assert.equal(parsed.success, false);
    assert.match(parsed.error?.message ?? '', /password: \{ env: NAME \}/);
    assert.doesNotMatch(parsed.error?.message ?? '', /hidden/);
  });

  it('entry refuses what is not MySQL, options in the address, and a path that is no name', () => {
    for (const url of ['http://127.0.0.1', 'mysql://127.0.0.1/a/b', 'mysql://127.0.0.1/a?ssl=1', 'nonsense'])
      assert.equal(mysqlKind.entry.safeParse({ ...entry, url }).success, false, url);
  });
});

describe('checksOf()', () => {
  const cases: readonly (readonly [grants: readonly string[], actions: boolean, found: readonly RegExp[]])[] = [
    [['GRANT PROCESS, SLAVE MONITOR, BINLOG MONITOR ON *.* TO `w`@`%`'], false, []],
    [['GRANT PROCESS, REPLICATION CLIENT ON *.* TO `w`@`%`', 'GRANT SELECT ON `performance_schema`.* TO `w`@`%`'], false, []],
    [['GRANT ALL PRIVILEGES ON *.* TO `a`@`%` IDENTIFIED BY PASSWORD "x" WITH GRANT OPTION'], true, [/all privileges/]],
    [['GRANT PROCESS, REPLICATION CLIENT ON *.* TO `w`@`%`', 'GRANT SELECT, INSERT ON `shop`.* TO `w`@`%`'], false, [/can write/]],
    [['GRANT USAGE ON *.* TO `w`@`%`'], true, [/PROCESS/, /REPLICATION CLIENT/, /CONNECTION_ADMIN/]],
  ];
  for (const [grants, actions, found] of cases)
    it(`${grants.join('; ')} gives ${String(found.length)} warnings`, () => {
      const warnings = checksOf(grants, actions).filter(({ level }) => level === 'warn');

      assert.equal(warnings.length, found.length, JSON.stringify(warnings));
      for (const [index, pattern] of found.entries()) assert.match(warnings[index]?.text.en ?? '', pattern);
    });
});
