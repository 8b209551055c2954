import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { hostKind } from '../../../src/systems/host/system.ts';
import { postgresqlKind } from '../../../src/systems/postgresql/system.ts';
import { describeSystem, type SuiteSystem } from '../../contracts/system.ts';
import { freePort, startHangingPeer } from '../../support/peers.ts';
import { type PostgresServer, startPostgres } from '../../support/postgres.ts';

const entry = { id: 'orders-db', kind: 'postgresql', username: 'zhiban', password: { env: 'ORDERS_DB_PASSWORD' } };
const moment = '2026-01-31T08:00:00.123456Z';

/** One server for all the cases that need one; each only sees it from another side. */
let shared: Promise<PostgresServer> | null = null;

after(async () => (await shared)?.stop());

async function on(change: (server: PostgresServer) => Partial<SuiteSystem> & { entry: object }): Promise<SuiteSystem> {
  shared ??= startPostgres({ settings: { logging_collector: 'on', log_min_messages: 'error' } });
  const server = await shared;
  const { password, host } = new URL(server.url);
  const given = change(server);
  return {
    secrets: [password],
    resolveSecret: () => password,
    ...given,
    entry: { ...entry, url: `postgresql://${host}/postgres`, ...given.entry },
  };
}

describeSystem(postgresqlKind, {
  live: () => on(() => ({ entry: {} })),
  unreachable: {
    refused: {
      start: async () => ({ entry: { ...entry, url: `postgresql://127.0.0.1:${String(await freePort())}` }, resolveSecret: () => 'x' }),
      problem: 'refused',
    },
    'unknown name': {
      start: () => Promise.resolve({ entry: { ...entry, url: 'postgresql://no-such-host.invalid:5432' }, resolveSecret: () => 'x' }),
      problem: 'dns',
    },
    'wrong password': {
      start: () => on(() => ({ entry: {}, secrets: ['a-wrong-secret'], resolveSecret: () => 'a-wrong-secret' })),
      problem: 'auth',
    },
    'no such database': {
      start: () => on((server) => ({ entry: { url: `postgresql://${new URL(server.url).host}/not-there` } })),
      problem: 'other',
    },
    'TLS asked of a server without': { start: () => on(() => ({ entry: { tls: {} } })), problem: 'tls' },
  },
  hanging: async () => {
    const peer = await startHangingPeer();
    return { entry: { ...entry, url: `postgresql://127.0.0.1:${String(peer.port)}` }, resolveSecret: () => 'x', stop: () => peer.stop() };
  },
  sampleArguments: {
    'terminate-backend': { pid: 4711, backendStart: moment },
    'cancel-query': { pid: 4711, backendStart: moment, queryStart: moment },
    'terminate-idle-sessions': { application: 'billing', login: 'app', state: 'idle', idleSeconds: 60 },
    'set-setting': { name: 'work_mem', value: '16MB' },
    'set-durability': { name: 'synchronous_standby_names', value: '' },
    'set-role-setting': { login: 'app', name: 'idle_in_transaction_session_timeout', value: '30s' },
    'set-connection-limit': { of: 'role', name: 'app', value: 40 },
    'drop-inactive-slot': { slot: 'old_standby' },
    'resume-replay': {},
    'rollback-prepared': { gid: 'order-7' },
    'vacuum-table': { schema: 'public', table: 'orders', mode: 'vacuum' },
    reindex: { schema: 'public', index: 'orders_pkey' },
  },
  sampleFacts: {
    'locks.root.pid': 12,
    'locks.root.backendStart': moment,
    'locks.root.queryStart': moment,
    'locks.ddl.pid': 13,
    'locks.ddl.backendStart': moment,
    'locks.ddl.queryStart': moment,
    'transactions.idle.pid': 14,
    'transactions.idle.backendStart': moment,
    'transactions.active.pid': 15,
    'transactions.active.backendStart': moment,
    'transactions.active.queryStart': moment,
    'transactions.prepared.gid': 'order-7',
    'statements.longest.pid': 16,
    'statements.longest.backendStart': moment,
    'statements.longest.queryStart': moment,
    'connections.topLogin': 'app',
    'replication.slots.worst.name': 'old_standby',
    'tables.dead.schema': 'public',
    'tables.dead.name': 'orders',
    'tables.disabled.schema': 'public',
    'tables.disabled.name': 'orders',
    'tables.unanalyzed.schema': 'public',
    'tables.unanalyzed.name': 'orders',
    'objects.invalidIndex.schema': 'public',
    'objects.invalidIndex.name': 'broken',
  },
  rareFacts: ['reach.problem', 'reach.stage', 'reach.code', 'reach.reason', 'followers.gone', 'followers.goneReason'],
  hostKinds: [hostKind] as never,
});

describe('postgresqlKind', () => {
  it('entry refuses a login in the address and names the way to give it', () => {
    const parsed = postgresqlKind.entry.safeParse({ ...entry, url: 'postgresql://app:hidden@127.0.0.1/orders' });

    assert.equal(parsed.success, false);
    assert.match(parsed.error?.message ?? '', /password: \{ env: NAME \}/);
    assert.doesNotMatch(parsed.error?.message ?? '', /hidden/);
  });

  it('entry refuses what is not PostgreSQL, options in the address, and a path that is no name', () => {
    for (const url of ['http://127.0.0.1', 'postgresql://127.0.0.1/a/b', 'postgresql://127.0.0.1/a?sslmode=disable', 'nonsense'])
      assert.equal(postgresqlKind.entry.safeParse({ ...entry, url }).success, false, url);
  });
});
