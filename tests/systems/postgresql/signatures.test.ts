/** Faults made on a real server, and healthy ones beside them. */

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { lockSignatures } from '../../../src/systems/postgresql/signatures/locks.ts';
import { type Scene, startScene, until } from './scene.ts';

let scene: Scene;

before(async () => {
  scene = await startScene({
    settings: {
      max_connections: '20',
      shared_preload_libraries: 'pg_stat_statements',
      max_prepared_transactions: '5',
      deadlock_timeout: '200ms',
      max_wal_size: '32MB',
      min_wal_size: '32MB',
      autovacuum_naptime: '1h',
      archive_mode: 'on',
      archive_command: 'true',
      logging_collector: 'on',
      log_min_messages: 'warning',
      log_timezone: 'UTC',
    },
  });
  await scene.run('CREATE EXTENSION pg_stat_statements');
  await scene.run('CREATE TABLE orders (id int PRIMARY KEY, state text, note text)');
  await scene.run("INSERT INTO orders SELECT i, 'new', 'x' FROM generate_series(1, 20000) i");
  await scene.run('ANALYZE orders');
  await scene.run('GRANT ALL ON orders TO app');
});
after(() => scene.stop());
afterEach(() => scene.endSessions());

/** How many wait for a lock. */
async function waiting(): Promise<number> {
  return Number((await scene.run("SELECT count(*) AS count FROM pg_stat_activity WHERE wait_event_type = 'Lock'")).rows[0]?.count);
}

/** Until somebody of that name has been in the same state, or waited for the same lock, for longer than `seconds` by the server's clock. */
async function untilOld(application: string, seconds: number): Promise<void> {
  const age = `clock_timestamp() - state_change > '${String(seconds)} s'`;
  const statement = `SELECT FROM pg_stat_activity WHERE application_name = '${application}' AND ${age}`;
  await until(`${application} has been so for ${String(seconds)} s`, async () => (await scene.run(statement)).rows.length > 0);
}

describe('a healthy server', () => {
  it('is not accused when it is fresh and idle', async () => {
    const seen = await scene.look();

    assert.deepEqual([seen.confirmed, seen.likely], [[], []]);
  });

  it('is not accused when it is busy, with brief locks and idle pools', async () => {
    const pool = await Promise.all(Array.from({ length: 8 }, () => scene.session('api')));
    let isOver = false;
    const loops = pool.slice(0, 4).map(async (session) => {
      for (let round = 0; !isOver; round += 1)
        await session.query('UPDATE orders SET note = $1 WHERE id = $2', [String(round), 1 + (round % 3)]);
    });

    const seen = await scene.look();
    isOver = true;
    await Promise.all(loops);

    assert.deepEqual([seen.confirmed, seen.likely], [[], []]);
  });

  it('is looked at as well with the login that the guide asks for', async () => {
    const seen = await scene.look({ as: scene.watcher });

    assert.deepEqual([seen.confirmed, seen.likely], [[], []]);
    assert.equal(seen.facts['server.mayMonitor'], true);
    assert.equal(seen.facts['connections.hidden'], 0);
  });
});

describe('lockSignatures', () => {
  it('have advice for each', () => assert.ok(lockSignatures.every(({ advice }) => advice.en.length > 20)));

  it('name the idle transaction at the root, not the active sessions that queue behind it', async () => {
    const cron = await scene.session('cron-reprice');
    await cron.query('BEGIN');
    await cron.query("UPDATE orders SET state = 'repriced' WHERE id = 42");
    const victims = await Promise.all([scene.session('api'), scene.session('api'), scene.session('api')]);
    const queue = victims.map((session) => session.query("UPDATE orders SET state = 'paid' WHERE id = 42").catch(() => undefined));
    await until('three sessions wait', async () => (await waiting()) === 3);
    await untilOld('api', 2);

    const seen = await scene.look({ as: scene.watcher });

    assert.deepEqual(seen.causes, ['idle-transaction-blocks']);
    assert.equal(seen.facts['locks.root.who'], 'cron-reprice');
    assert.equal(seen.facts['locks.root.waiters'], 3);
    assert.doesNotMatch(JSON.stringify(seen.evidence), /repriced/, 'a value of a statement is kept');
    await cron.query('ROLLBACK');
    await Promise.all(queue);
  });

  it('name the schema change that everybody queues behind', async () => {
    const report = await scene.session('report');
    const running = report.query('SELECT count(*), pg_sleep(600) FROM orders').catch(() => undefined);
    await until(
      'the report runs',
      async () => (await scene.run("SELECT FROM pg_locks WHERE relation = 'orders'::regclass")).rows.length > 0,
    );
    const deploy = await scene.session('deploy', 'zhiban');
    const change = deploy.query('ALTER TABLE orders ADD COLUMN extra int').catch(() => undefined);
    await until('the change waits', async () => (await waiting()) >= 1);
    const api = await scene.session('api');
    const read = api.query('SELECT FROM orders WHERE id = 1').catch(() => undefined);
    await until('a reader waits', async () => (await waiting()) >= 2);
    await untilOld('api', 1);

    const seen = await scene.look({ probes: ['server', 'locks'] });

    assert.deepEqual(seen.causes, ['schema-change-queue']);
    assert.match(String(seen.facts['locks.ddl.query']), /ALTER TABLE orders/);
    await scene.run("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name IN ('deploy', 'report')");
    await Promise.allSettled([running, change, read]);
  });

  it('name a prepared transaction that nobody finished', async () => {
    const coordinator = await scene.session('xa', 'zhiban');
    await coordinator.query('BEGIN');
    await coordinator.query("UPDATE orders SET state = 'x' WHERE id = 7");
    await coordinator.query("PREPARE TRANSACTION 'order-7'");
    const api = await scene.session('api');
    const update = api.query("UPDATE orders SET state = 'y' WHERE id = 7");
    await until('one waits', async () => (await waiting()) === 1);

    const seen = await scene.look({ probes: ['server', 'locks', 'transactions'] });

    assert.deepEqual(seen.causes, ['prepared-transaction-blocks']);
    await scene.run("ROLLBACK PREPARED 'order-7'");
    await update;
  });

  it('tell deadlocks from waits', async () => {
    const [one, other] = await Promise.all([scene.session('a'), scene.session('b')]);
    await Promise.all([one.query('BEGIN'), other.query('BEGIN')]);
    await Promise.all([
      one.query('UPDATE orders SET note = $1 WHERE id = 1', ['a']),
      other.query('UPDATE orders SET note = $1 WHERE id = 2', ['b']),
    ]);
    await Promise.allSettled([
      one.query('UPDATE orders SET note = $1 WHERE id = 2', ['a']),
      other.query('UPDATE orders SET note = $1 WHERE id = 1', ['b']),
    ]);
    await Promise.all([one.query('ROLLBACK'), other.query('ROLLBACK')]);

    const seen = await scene.look();

    assert.deepEqual(seen.causes, ['deadlocks']);
  });
});

/** Opens sessions until the server refuses an ordinary login. */
async function fill(application: string): Promise<void> {
  for (let count = 0; count < 30; count += 1) {
    const refusal = await scene.session(application).then(
      () => null,
      (error: Error) => error.message,
    );
    if (refusal === null) continue;
    assert.match(refusal, /remaining connection slots are reserved/);
    return;
  }
  assert.fail('the server takes any number of sessions');
}

describe('connectionSignatures', () => {
  it('name who leaks idle connections, over the session that was opened ahead of need', async () => {
    await fill('billing');

    const seen = await scene.look({ as: scene.watcher, probes: ['server', 'connections', 'locks', 'activity'] });

    assert.deepEqual(seen.causes, ['connection-leak']);
    assert.match(String(seen.facts['connections.topGroup']), /^billing@/);
  });

  it('tell "limit reached" when nobody had opened a session before', async () => {
    await fill('billing');
    const { clientOf, entryOf } = await import('./scene.ts');
    const late = clientOf(scene.server, entryOf(scene.server, { username: 'app' }), 'app');

    const seen = await scene.look({ as: late, probes: ['server', 'connections'] });
    await late.close();

    assert.deepEqual(seen.confirmed, ['connections-exhausted']);
    assert.equal(seen.facts['reach.problem'], 'limit');
  });
});

describe('slownessSignatures', () => {
  it('name the statement that many sessions run at once', async () => {
    const sessions = await Promise.all(Array.from({ length: 6 }, () => scene.session('search')));
    const runs = sessions.map((session, index) => session.query(`SELECT pg_sleep(600.${String(index)})`).catch(() => undefined));
    await untilOld('search', 3);

    const seen = await scene.look({ probes: ['server', 'statements', 'locks', 'connections'] });
    await scene.run("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name = 'search'");
    await Promise.all(runs);

    assert.deepEqual(seen.causes, ['statement-pile']);
    assert.equal(seen.facts['statements.same.query'], 'SELECT pg_sleep(?)');
  });
});

describe('the other signatures', () => {
  const cases: Readonly<Record<string, { make: readonly string[]; mend: readonly string[] }>> = {
    'invalid-index': {
      make: ['CREATE INDEX broken ON orders (note)', "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'broken'::regclass"],
      mend: ['DROP INDEX broken'],
    },
    'sequence-exhausted': {
      make: ['CREATE TABLE small (id serial PRIMARY KEY)', "SELECT setval('small_id_seq', 2147000000)"],
      mend: ['DROP TABLE small'],
    },
    'read-only-by-default': {
      make: ['ALTER SYSTEM SET default_transaction_read_only = on', 'SELECT pg_reload_conf()'],
      mend: ['ALTER SYSTEM RESET default_transaction_read_only', 'SELECT pg_reload_conf()'],
    },
    'planner-switched-off': {
      make: ['ALTER SYSTEM SET enable_indexscan = off', 'SELECT pg_reload_conf()'],
      mend: ['ALTER SYSTEM RESET enable_indexscan', 'SELECT pg_reload_conf()'],
    },
    'autovacuum-off-for-table': {
      make: [
        'CREATE TABLE queue (id int) WITH (autovacuum_enabled = false)',
        'INSERT INTO queue SELECT generate_series(1, 15000)',
        'DELETE FROM queue',
        'SELECT pg_stat_force_next_flush()',
      ],
      mend: ['DROP TABLE queue'],
    },
    'archiving-fails': {
      make: ["ALTER SYSTEM SET archive_command = 'false'", 'SELECT pg_reload_conf()', 'SELECT pg_switch_wal()'],
      mend: ['ALTER SYSTEM RESET archive_command', 'SELECT pg_reload_conf()'],
    },
    'sync-standby-missing': {
      make: ["ALTER SYSTEM SET synchronous_standby_names = 'standby1'", 'SELECT pg_reload_conf()'],
      mend: ['ALTER SYSTEM RESET synchronous_standby_names', 'SELECT pg_reload_conf()'],
    },
    'inactive-slot-keeps-wal': {
      make: [
        "SELECT pg_create_physical_replication_slot('old_standby', true)",
        'CREATE TABLE filler AS SELECT i, repeat(md5(i::text), 20) FROM generate_series(1, 60000) i',
      ],
      mend: ["SELECT pg_drop_replication_slot('old_standby')", 'DROP TABLE filler', 'CHECKPOINT'],
    },
  };

  for (const [fault, { make, mend }] of Object.entries(cases)) {
    it(`find ${fault}`, async () => {
      // The settings that a session finds when it begins are those it keeps.
      await scene.client.close();
      const writer = fault === 'sync-standby-missing' ? await scene.session('api') : null;
      for (const statement of make) await scene.run(statement);
      const commit = writer?.query('UPDATE orders SET note = $1 WHERE id = 3', ['z']);
      if (commit)
        await until(
          'the commit hangs',
          async () => (await scene.run("SELECT FROM pg_stat_activity WHERE wait_event = 'SyncRep'")).rows.length > 0,
        );

      if (fault === 'archiving-fails')
        await until(
          'archiving has failed',
          async () => (await scene.run('SELECT FROM pg_stat_archiver WHERE failed_count > 0')).rows.length > 0,
        );

      const seen = await scene.look();
      for (const statement of mend) await scene.run(statement);
      await commit;

      // The deadlock of an earlier test is still in the log.
      assert.deepEqual(
        seen.causes.filter((cause) => cause !== 'deadlocks'),
        [fault],
      );
    });
  }
});
