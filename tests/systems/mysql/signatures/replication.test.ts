import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { startReplica, stopReplica } from '../../../../src/systems/mysql/actions/replication.ts';
import { setReadOnly } from '../../../../src/systems/mysql/actions/settings.ts';
import { replicationSignatures } from '../../../../src/systems/mysql/signatures/replication.ts';
import { acting } from '../../../support/acting.ts';
import { type Scene, startScene, until } from '../scene.ts';

describe('replicationSignatures', () => {
  let primary: Scene;
  let replica: Scene;

  const status = async (): Promise<Readonly<Record<string, unknown>>> => (await replica.run('SHOW SLAVE STATUS'))[0] ?? {};
  const isRunning = async (): Promise<boolean> => {
    const row = await status();
    return row.Slave_IO_Running === 'Yes' && row.Slave_SQL_Running === 'Yes';
  };
  const probes = ['server', 'replication', 'statements'];

  before(async () => {
    [primary, replica] = await Promise.all([
      startScene({ 'server-id': 1, 'log-bin': 'bin', 'binlog-format': 'ROW' }),
      startScene({ 'server-id': 2, 'read-only': 1 }),
    ]);
    await primary.run('RESET MASTER');
    await primary.run('CREATE TABLE shop.orders (id INT PRIMARY KEY, state VARCHAR(20))');
    const { user, password } = primary.server.login;
    await replica.run(
      `CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT=${String(primary.server.port)}, MASTER_USER='${user}', MASTER_PASSWORD='${password}', MASTER_CONNECT_RETRY=1, MASTER_USE_GTID=no, MASTER_LOG_FILE='bin.000001', MASTER_LOG_POS=4`,
    );
    await replica.run('START SLAVE');
    await until('the table is there', async () => (await replica.run("SHOW TABLES IN shop LIKE 'orders'")).length === 1);
  });
  beforeEach(() => until('the replica runs', isRunning));
  after(async () => {
    await replica.stop();
    await primary.stop();
  });

  it('have a source each', () => assert.ok(replicationSignatures.every(({ source }) => source.length > 5)));

  it('accuse neither side of a pair that is in step', async () => {
    const [one, other] = [await primary.look(), await replica.look({ as: replica.watcher })];

    assert.deepEqual([one.confirmed, one.likely, other.confirmed, other.likely], [[], [], [], []]);
    assert.equal(one.facts['replication.followers'], 1);
  });

  it('name replication that somebody stopped; the fix starts it, and its undo stops what was stopped', async () => {
    await replica.run('STOP SLAVE SQL_THREAD');

    const seen = await replica.look({ as: replica.watcher, probes });

    assert.deepEqual(seen.causes, ['replica-stopped']);
    const act = acting(startReplica, { channel: '' }, replica.client, replica.entry);
    const record = await act.run();
    assert.equal(await isRunning(), true);
    await act.undo(record);
    assert.deepEqual([(await status()).Slave_IO_Running, (await status()).Slave_SQL_Running], ['Yes', 'No']);
    await replica.run('START SLAVE');
  });

  it('stop it and bring it back', async () => {
    const act = acting(stopReplica, { channel: '' }, replica.client, replica.entry);

    const record = await act.run();
    assert.equal((await status()).Slave_IO_Running, 'No');
    await act.undo(record);

    await until('it runs again', isRunning);
  });

  it('name a row that was written to the replica first, without its values', async () => {
    await replica.run("INSERT INTO shop.orders VALUES (400000, 'rogue')");
    await primary.run("INSERT INTO shop.orders VALUES (400000, 'right')");
    await until('it breaks', async () => Number((await status()).Last_SQL_Errno) === 1062);

    const seen = await replica.look({ as: replica.watcher, probes });
    await replica.run('DELETE FROM shop.orders WHERE id = 400000');
    await replica.run('START SLAVE');

    assert.deepEqual(seen.causes, ['replica-duplicate-key']);
    assert.doesNotMatch(JSON.stringify(seen.evidence), /400000/);
  });

  it('name a row that is missing on the replica', async () => {
    await primary.run("INSERT INTO shop.orders VALUES (7, 'a')");
    await until('it has come', async () => (await replica.run('SELECT 1 FROM shop.orders WHERE id = 7')).length === 1);
    await replica.run('DELETE FROM shop.orders WHERE id = 7');
    await primary.run("UPDATE shop.orders SET state = 'b' WHERE id = 7");
    await until('it breaks', async () => Number((await status()).Last_SQL_Errno) === 1032);

    const seen = await replica.look({ as: replica.watcher, probes });
    await replica.run("INSERT INTO shop.orders VALUES (7, 'a')");
    await replica.run('START SLAVE');

    assert.deepEqual(seen.causes, ['replica-row-missing']);
  });

  it('is never made to take writes while it follows', async () => {
    assert.equal((await acting(setReadOnly, { value: 'OFF' }, replica.client, replica.entry).precheck()).state, 'blocked');
  });

  it('name a binary log that is gone', async () => {
    await replica.run('STOP SLAVE');
    await replica.run("CHANGE MASTER TO MASTER_LOG_FILE='bin.999999', MASTER_LOG_POS=4");
    await replica.run('START SLAVE');
    await until('it breaks', async () => Number((await status()).Last_IO_Errno) === 1236);

    const seen = await replica.look({ as: replica.watcher, probes });
    const [here] = await primary.run('SHOW MASTER STATUS');
    await replica.run('STOP SLAVE');
    await replica.run(`CHANGE MASTER TO MASTER_LOG_FILE='${String(here?.File)}', MASTER_LOG_POS=${String(here?.Position)}`);
    await replica.run('START SLAVE');

    assert.deepEqual(seen.causes, ['replica-binlog-gone']);
  });

  it('name a primary that can no longer be reached', async () => {
    await primary.server.kill();
    await until('it tries to connect', async () => (await status()).Slave_IO_Running === 'Connecting');

    const seen = await replica.look({ as: replica.watcher, probes });

    assert.deepEqual(seen.causes, ['replica-io-error']);
    await replica.run('STOP SLAVE');
    await replica.run('RESET SLAVE ALL');
  });
});
