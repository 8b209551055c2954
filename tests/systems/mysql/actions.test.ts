/** Every change on a real server: it does what it says, its undo brings back exactly what was there, and it minds who it is about. */

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { killConnection, killIdleConnections, killQuery } from '../../../src/systems/mysql/actions/connections.ts';
import { analyzeTable, startReplica } from '../../../src/systems/mysql/actions/replication.ts';
import { setGlobal, setReadOnly } from '../../../src/systems/mysql/actions/settings.ts';
import { mysqlCommands } from '../../../src/systems/mysql/commands.ts';
import { mysqlKind } from '../../../src/systems/mysql/system.ts';
import { acting } from '../../support/acting.ts';
import { freeCommand } from '../../support/free-command.ts';
import { type Scene, startScene, until } from './scene.ts';

let scene: Scene;

before(async () => {
  scene = await startScene();
  await scene.run('CREATE TABLE shop.`order s` (id INT PRIMARY KEY, note TEXT)');
  await scene.run("INSERT INTO shop.`order s` SELECT seq, 'x' FROM shop.seq_1_to_100");
});
after(() => scene.stop());
afterEach(() => scene.endSessions());

async function sessionsOf(
  login: string,
): Promise<readonly { id: number; login: string; host: string; seconds: number; command: string }[]> {
  const rows = await scene.run(`SELECT ID, HOST, TIME, COMMAND FROM information_schema.PROCESSLIST WHERE USER = '${login}' ORDER BY ID`);
  return rows.map((row) => ({
    id: Number(row.ID),
    login,
    host: String(row.HOST),
    seconds: Number(row.TIME),
    command: String(row.COMMAND),
  }));
}

async function identityOf(login: string): Promise<{ id: number; login: string; host: string }> {
  const [found] = await sessionsOf(login);
  assert.ok(found !== undefined);
  return { id: found.id, login, host: found.host };
}

describe('killConnection', () => {
  it('ends the connection that is meant, and never another’s', async () => {
    await scene.session('cron');
    const cron = await identityOf('cron');

    assert.equal((await acting(killConnection, { ...cron, host: '10.9.9.9:1' }, scene.client, scene.entry).precheck()).state, 'already');
    assert.equal((await acting(killConnection, { ...cron, login: 'app' }, scene.client, scene.entry).precheck()).state, 'already');
    assert.equal((await sessionsOf('cron')).length, 1);
    await acting(killConnection, cron, scene.client, scene.entry).run();

    assert.equal((await sessionsOf('cron')).length, 0);
  });

  it('rolls back what was not committed', async () => {
    const cron = await scene.session('cron');
    await cron.query('BEGIN');
    await cron.query("UPDATE `order s` SET note = 'lost' WHERE id = 1");

    await acting(killConnection, await identityOf('cron'), scene.client, scene.entry).run();

    assert.equal((await scene.run('SELECT note FROM shop.`order s` WHERE id = 1'))[0]?.note, 'x');
  });
});

describe('killQuery', () => {
  it('ends the statement and keeps the connection; a younger statement is left alone', async () => {
    const report = await scene.session('billing');
    const run = report.query('SELECT SLEEP(30)').catch((error: Error) => error.message);
    await until('it has run for a second', async () => ((await sessionsOf('billing'))[0]?.seconds ?? 0) >= 1);
    const billing = await identityOf('billing');

    assert.equal((await acting(killQuery, { ...billing, atLeastSeconds: 20 }, scene.client, scene.entry).precheck()).state, 'already');
    await acting(killQuery, { ...billing, atLeastSeconds: 1 }, scene.client, scene.entry).run();

    await run;
    assert.equal((await sessionsOf('billing')).length, 1);
  });
});

describe('killIdleConnections', () => {
  it('closes sleeping connections, but none with a transaction and nobody else’s', async () => {
    const holder = await scene.session('billing');
    await holder.query('BEGIN');
    await holder.query("UPDATE `order s` SET note = 'kept' WHERE id = 2");
    await Promise.all([scene.session('billing'), scene.session('billing'), scene.session('app')]);
    await until('they sleep', async () =>
      (await sessionsOf('billing')).every(({ command, seconds }) => command === 'Sleep' && seconds >= 1),
    );

    await acting(killIdleConnections, { login: 'billing', address: '127.0.0.1', idleSeconds: 1 }, scene.client, scene.entry).run();

    // One that was killed is still listed until its thread has noticed.
    await until('the killed ones are gone', async () => (await sessionsOf('billing')).every(({ command }) => command !== 'Killed'));
    assert.deepEqual([(await sessionsOf('billing')).length, (await sessionsOf('app')).length], [1, 1]);
    await holder.query('ROLLBACK');
  });
});

describe('setGlobal', () => {
  const cases = {
    max_connections: 300,
    wait_timeout: '600',
    innodb_lock_wait_timeout: 10,
    slow_query_log: 'ON',
    long_query_time: '0.5',
    max_statement_time: 30,
  };
  for (const [name, value] of Object.entries(cases)) {
    it(`sets ${name} and brings exactly the old value back`, async () => {
      const read = () => scene.run(`SHOW GLOBAL VARIABLES LIKE '${name}'`);
      const old = await read();
      const act = acting(setGlobal, { name, value }, scene.client, scene.entry);

      const record = await act.run();
      assert.notDeepEqual(await read(), old);
      assert.equal((await act.precheck()).state, 'already');
      await act.undo(record);

      assert.deepEqual(await read(), old);
    });
  }

  it('knows no variable that could run code, move files or open doors', () => {
    for (const name of [
      'init_connect',
      'secure_file_priv',
      'local_infile',
      'general_log_file',
      'plugin_dir',
      'skip_grant_tables',
      'sql_log_bin',
    ])
      assert.equal(setGlobal.arguments.safeParse({ name, value: 'ON' }).success, false, name);
    assert.equal(setGlobal.arguments.safeParse({ name: 'wait_timeout', value: '1; DROP' }).success, false);
  });
});

describe('setReadOnly', () => {
  it('switches it, and back', async () => {
    const act = acting(setReadOnly, { value: 'ON' }, scene.client, scene.entry);

    const record = await act.run();
    assert.equal((await scene.run("SHOW GLOBAL VARIABLES LIKE 'read_only'"))[0]?.Value, 'ON');
    await act.undo(record);

    assert.equal((await scene.run("SHOW GLOBAL VARIABLES LIKE 'read_only'"))[0]?.Value, 'OFF');
  });
});

describe('analyzeTable, startReplica', () => {
  it('analyse a table whatever its name', async () => {
    await acting(analyzeTable, { schema: 'shop', table: 'order s' }, scene.client, scene.entry).run();
  });

  it('are blocked where there is no such table, and no replica', async () => {
    assert.equal((await acting(analyzeTable, { schema: 'shop', table: 'x`y' }, scene.client, scene.entry).precheck()).state, 'blocked');
    assert.equal((await acting(startReplica, { channel: '' }, scene.client, scene.entry).precheck()).state, 'blocked');
  });
});

describe('mysqlCommands', () => {
  it('call no function that is not listed', () => assert.ok('refusal' in mysqlCommands.read('SELECT SLEEP(1)')));

  const ask = (words: string) => freeCommand(mysqlKind, words, scene.client, scene.entry);

  it('read within limits', async () => {
    assert.equal(await (await ask('SELECT id FROM shop.`order s` ORDER BY id LIMIT 2')).output(), 'id=1\nid=2');
    assert.match(await (await ask("SHOW GLOBAL STATUS LIKE 'Threads_connected'")).output(), /Threads_connected/);
    assert.match(await (await ask('EXPLAIN SELECT count(*) FROM shop.`order s`')).output(), /order s/);
  });

  it('that set a variable bring the old value back', async () => {
    const { action, given } = await ask('SET GLOBAL long_query_time = 3');
    const read = async () => (await scene.run('SELECT @@GLOBAL.long_query_time AS seconds'))[0]?.seconds;
    const act = acting(action, given, scene.client, scene.entry);
    const old = await read();

    const before = await act.run();
    const during = Number(await read());
    await act.undo(before);

    assert.deepEqual([during, await read()], [3, old]);
  });

  it('name the connection that an id is now', async () => {
    await scene.session('cron');
    const cron = await identityOf('cron');

    const { action, given } = await ask(`KILL ${String(cron.id)}`);

    assert.deepEqual(JSON.parse(String(given.with)), cron);
    await acting(action, given, scene.client, scene.entry).run();
    assert.equal((await sessionsOf('cron')).length, 0);
  });
});
