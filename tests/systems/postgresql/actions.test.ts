/** Every change on a real server: it does what it says, its undo brings back exactly what was there, and it minds who it is about. */

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { dropInactiveSlot, reindex, rollbackPrepared, vacuumTable } from '../../../src/systems/postgresql/actions/maintenance.ts';
import { cancelQuery, terminateBackend, terminateIdleSessions } from '../../../src/systems/postgresql/actions/sessions.ts';
import { literal, quoted, setDurability, setRoleSetting, setSetting } from '../../../src/systems/postgresql/actions/settings.ts';
import { postgresqlCommands } from '../../../src/systems/postgresql/commands.ts';
import { postgresqlKind } from '../../../src/systems/postgresql/system.ts';
import { contextOf } from '../../contracts/system.ts';
import { acting } from '../../support/acting.ts';
import { freeCommand } from '../../support/free-command.ts';
import { type Scene, startScene, until } from './scene.ts';

let scene: Scene;

before(async () => {
  scene = await startScene({ settings: { max_prepared_transactions: '3', wal_level: 'logical' } });
  await scene.run('CREATE TABLE orders (id int PRIMARY KEY, note text)');
  await scene.run("INSERT INTO orders SELECT i, 'x' FROM generate_series(1, 1000) i");
});
after(() => scene.stop());
afterEach(() => scene.endSessions());

async function sessionOf(application: string): Promise<{ pid: number; backendStart: string; queryStart: string }> {
  const moment = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
  const { rows } = await scene.run(
    `SELECT pid, ${moment('backend_start')} AS backend, ${moment('query_start')} AS query FROM pg_stat_activity WHERE application_name = '${application}'`,
  );
  return { pid: rows[0]?.pid, backendStart: rows[0]?.backend, queryStart: rows[0]?.query };
}

async function countOf(application: string): Promise<number> {
  return Number(
    (await scene.run(`SELECT count(*) AS count FROM pg_stat_activity WHERE application_name = '${application}'`)).rows[0]?.count,
  );
}

describe('terminateBackend', () => {
  it('ends the session that is meant, and never one that has its pid by now', async () => {
    await scene.session('cron');
    const { pid, backendStart } = await sessionOf('cron');
    const other = { pid, backendStart: '2020-01-01T00:00:00.000000Z' };

    assert.equal((await acting(terminateBackend, other, scene.client, scene.entry).precheck()).state, 'already');
    assert.equal(await countOf('cron'), 1);
    await acting(terminateBackend, { pid, backendStart }, scene.client, scene.entry).run();

    assert.equal(await countOf('cron'), 0);
  });

  it('leaves the server’s own processes alone, and Zhiban', async () => {
    const { rows } = await scene.run(
      `SELECT pid, to_char(backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS start FROM pg_stat_activity WHERE backend_type = 'checkpointer' OR application_name = 'zhiban'`,
    );

    assert.ok(rows.length >= 2);
    for (const { pid, start } of rows)
      assert.equal((await acting(terminateBackend, { pid, backendStart: start }, scene.client, scene.entry).precheck()).state, 'blocked');
  });
});

describe('cancelQuery', () => {
  it('ends the statement and keeps the session', async () => {
    const report = await scene.session('report');
    const run = report.query('SELECT pg_sleep(30)').catch((error: Error) => error.message);
    await until('it runs', async () => (await sessionOf('report')).queryStart !== null);
    const given = await sessionOf('report');

    await acting(cancelQuery, given, scene.client, scene.entry).run();

    assert.match(String(await run), /canceling statement/);
    assert.equal(await countOf('report'), 1);
    assert.equal((await acting(cancelQuery, given, scene.client, scene.entry).precheck()).state, 'already');
  });
});

describe('terminateIdleSessions', () => {
  it('closes idle sessions of one application and nobody else’s', async () => {
    const busy = await scene.session('billing');
    await Promise.all([scene.session('billing'), scene.session('billing'), scene.session('api')]);
    const run = busy.query('SELECT pg_sleep(30)').catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 1_100));

    await acting(
      terminateIdleSessions,
      { application: 'billing', login: 'app', state: 'idle', idleSeconds: 1 },
      scene.client,
      scene.entry,
    ).run();

    assert.deepEqual([await countOf('billing'), await countOf('api')], [1, 1]);
    await scene.run("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name = 'billing'");
    await run;
  });

  it('closes those of a program that numbers its connections', async () => {
    await Promise.all(['report-1', 'report-2', 'reporting', 'api'].map((name) => scene.session(name)));
    await new Promise((resolve) => setTimeout(resolve, 1_100));

    await acting(
      terminateIdleSessions,
      { application: 'report-*', login: 'app', state: 'idle', idleSeconds: 1 },
      scene.client,
      scene.entry,
    ).run();

    assert.deepEqual(await Promise.all(['report-1', 'report-2', 'reporting', 'api'].map(countOf)), [0, 0, 1, 1]);
  });
});

describe('setSetting, setDurability', () => {
  const written = async () =>
    (await scene.run("SELECT name, setting FROM pg_file_settings WHERE sourcefile LIKE '%auto.conf' ORDER BY seqno")).rows;
  const cases = [
    [setSetting, 'work_mem', '16MB'],
    [setSetting, 'statement_timeout', '90s'],
    [setSetting, 'autovacuum', 'off'],
    [setSetting, 'max_wal_size', '2GB'],
    [setSetting, 'autovacuum_vacuum_cost_limit', 2000],
    [setDurability, 'synchronous_commit', 'local'],
  ] as const;

  for (const [action, name, value] of cases) {
    it(`sets ${name} and brings back exactly what was written, which may be nothing`, async () => {
      const old = await written();
      const act = acting(action, { name, value }, scene.client, scene.entry);

      const record = await act.run();
      assert.notDeepEqual(await written(), old);
      assert.equal((await act.precheck()).state, 'already');
      assert.equal(await act.isApplied(record), true);
      await act.undo(record);

      assert.deepEqual(await written(), old);
    });
  }

  it('brings back an older value that was written by hand', async () => {
    await scene.run("ALTER SYSTEM SET lock_timeout = '7s'");
    await scene.run('SELECT pg_reload_conf()');
    const old = await written();
    const act = acting(setSetting, { name: 'lock_timeout', value: '20s' }, scene.client, scene.entry);

    await act.undo(await act.run());

    assert.deepEqual(await written(), old);
  });

  it('knows no setting that could run code, move files or open doors', () => {
    for (const name of [
      'archive_command',
      'shared_preload_libraries',
      'listen_addresses',
      'hba_file',
      'data_directory',
      'ssl',
      'password_encryption',
    ])
      for (const action of [setSetting, setDurability])
        assert.equal(action.arguments.safeParse({ name, value: 'on' }).success, false, name);
    assert.equal(setSetting.arguments.safeParse({ name: 'work_mem', value: "1MB'; DROP" }).success, false);
  });
});

describe('setRoleSetting', () => {
  it('sets it for one login, and its undo leaves no trace', async () => {
    const read = async () =>
      (await scene.run("SELECT setconfig FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole WHERE rolname = 'app'")).rows;
    const old = await read();
    const act = acting(
      setRoleSetting,
      { login: 'app', name: 'idle_in_transaction_session_timeout', value: '30s' },
      scene.client,
      scene.entry,
    );

    const record = await act.run();
    assert.deepEqual(await read(), [{ setconfig: ['idle_in_transaction_session_timeout=30s'] }]);
    await act.undo(record);

    assert.deepEqual(await read(), old);
  });
});

describe('dropInactiveSlot', () => {
  const slots = async () => (await scene.run('SELECT slot_name, slot_type, plugin FROM pg_replication_slots')).rows;
  for (const [type, make] of [
    ['physical', "SELECT pg_create_physical_replication_slot('old_one', true)"],
    ['logical', "SELECT pg_create_logical_replication_slot('old_one', 'test_decoding')"],
  ] as const) {
    it(`drops a ${type} slot, and its undo makes one of the same kind`, async () => {
      await scene.run(make);
      const old = await slots();
      const act = acting(dropInactiveSlot, { slot: 'old_one' }, scene.client, scene.entry);

      const record = await act.run();
      assert.deepEqual(await slots(), []);
      await act.undo(record);

      assert.deepEqual(await slots(), old);
      await scene.run("SELECT pg_drop_replication_slot('old_one')");
    });
  }
});

describe('rollbackPrepared, vacuumTable, reindex', () => {
  it('roll back exactly one prepared transaction', async () => {
    await scene.run("BEGIN; UPDATE orders SET note = 'y' WHERE id = 1; PREPARE TRANSACTION 'it''s one'");
    await scene.run("BEGIN; UPDATE orders SET note = 'y' WHERE id = 2; PREPARE TRANSACTION 'two'");

    await acting(rollbackPrepared, { gid: "it's one" }, scene.client, scene.entry).run();

    assert.deepEqual((await scene.run('SELECT gid FROM pg_prepared_xacts')).rows, [{ gid: 'two' }]);
    await scene.run("ROLLBACK PREPARED 'two'");
  });

  for (const mode of ['vacuum', 'analyze', 'freeze'])
    it(`${mode} a table`, async () => {
      await acting(vacuumTable, { schema: 'public', table: 'orders', mode }, scene.client, scene.entry).run();
    });

  it('rebuild an index that is not valid', async () => {
    await scene.run('CREATE INDEX "Broken one" ON orders (note)');
    await scene.run(`UPDATE pg_index SET indisvalid = false WHERE indexrelid = '"Broken one"'::regclass`);

    await acting(reindex, { schema: 'public', index: 'Broken one' }, scene.client, scene.entry).run();

    assert.equal(
      (await scene.run(`SELECT indisvalid FROM pg_index WHERE indexrelid = '"Broken one"'::regclass`)).rows[0]?.indisvalid,
      true,
    );
  });
});

describe('literal(), quoted()', () => {
  it('keep what a person wrote from becoming part of the statement', () => {
    assert.equal(literal("a'b"), "'a''b'");
    assert.equal(quoted('a"b'), '"a""b"');
    assert.throws(() => literal('a\\b'), /backslash/);
  });
});

describe('postgresqlCommands', () => {
  it('call no function that is not listed', () => assert.ok('refusal' in postgresqlCommands.read('SELECT pg_sleep(1)')));

  const ask = (words: string) => freeCommand(postgresqlKind, words, scene.client, scene.entry);

  it('read within a limit of rows, in a session that cannot write', async () => {
    const all = await (await ask('SELECT id FROM orders ORDER BY id')).output();
    const few = await (await ask("SELECT id, note FROM orders WHERE note = 'x' ORDER BY id LIMIT 2")).output();

    assert.equal(all.split('\n').length, 200);
    assert.equal(few, 'id=1  note=x\nid=2  note=x');
    assert.match(await (await ask('EXPLAIN ANALYZE SELECT count(*) FROM orders')).output(), /Aggregate/);
    assert.match(await (await ask('SHOW work_mem')).output(), /work_mem=/);
    await assert.rejects(
      scene.client.read('DELETE FROM orders', [], { timeoutMs: 4_000, signal: AbortSignal.timeout(5_000) }),
      /read-only/,
    );
  });

  it('are asked of the server’s own parser before anybody approves', async () => {
    const wrong = await ask('SELECT nothing FROM orders');

    const precheck = await wrong.action.precheck(scene.client, wrong.given, contextOf(scene.entry, 5_000));

    assert.ok(precheck.state === 'blocked' && /nothing/.test(precheck.reason.en), JSON.stringify(precheck));
  });

  it('that change a setting bring the old one back', async () => {
    const { action, given } = await ask("ALTER SYSTEM SET work_mem = '9MB'");
    const act = acting(action, given, scene.client, scene.entry);

    const before = await act.run();
    const during = (await scene.run('SHOW work_mem')).rows[0]?.work_mem;
    await act.undo(before);

    assert.deepEqual([during, (await scene.run('SHOW work_mem')).rows[0]?.work_mem], ['9MB', '4MB']);
  });

  it('name the session that a pid is now', async () => {
    await scene.session('cron');
    const { pid, backendStart } = await sessionOf('cron');

    const { action, given } = await ask(`SELECT pg_terminate_backend(${String(pid)})`);

    assert.equal(given.with, JSON.stringify({ backendStart, pid }));
    await acting(action, given, scene.client, scene.entry).run();
    assert.equal(await countOf('cron'), 0);
  });
});
