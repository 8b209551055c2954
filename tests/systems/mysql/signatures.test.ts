/** Faults made on a real server, and healthy ones beside them. */

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { lockSignatures } from '../../../src/systems/mysql/signatures/locks.ts';
import { clientOf, entryOf, type Scene, startScene, until } from './scene.ts';

let scene: Scene;

before(async () => {
  scene = await startScene({
    'max-connections': 20,
    'innodb-lock-wait-timeout': 60,
    'max-user-connections': 1_000,
    'performance-schema': 'ON',
  });
  await scene.run('CREATE TABLE shop.orders (id INT PRIMARY KEY, state VARCHAR(20), note TEXT) ENGINE=InnoDB');
  await scene.run("INSERT INTO shop.orders SELECT seq, 'new', 'x' FROM shop.seq_1_to_5000");
});
after(() => scene.stop());
afterEach(() => scene.endSessions());

async function waiting(): Promise<number> {
  return Number((await scene.run("SELECT COUNT(*) AS count FROM information_schema.INNODB_TRX WHERE trx_state = 'LOCK WAIT'"))[0]?.count);
}

async function inState(pattern: string): Promise<number> {
  return Number((await scene.run(`SELECT COUNT(*) AS count FROM information_schema.PROCESSLIST WHERE STATE LIKE '${pattern}'`))[0]?.count);
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('a healthy server', () => {
  it('is not accused when it is fresh and idle', async () => {
    const seen = await scene.look();

    assert.deepEqual([seen.confirmed, seen.likely], [[], []]);
  });

  it('is not accused when it is busy, with brief locks and idle pools', async () => {
    const pool = await Promise.all(Array.from({ length: 8 }, () => scene.session()));
    let isOver = false;
    const loops = pool.slice(0, 4).map(async (session) => {
      for (let round = 0; !isOver; round += 1)
        await session.query('UPDATE orders SET note = ? WHERE id = ?', [String(round), 1 + (round % 3)]);
    });

    const seen = await scene.look();
    isOver = true;
    await Promise.all(loops);

    assert.deepEqual([seen.confirmed, seen.likely], [[], []]);
  });

  it('is looked at as well with the account that the guide asks for', async () => {
    const seen = await scene.look({ as: scene.watcher });

    assert.deepEqual([seen.confirmed, seen.likely], [[], []]);
    assert.equal(seen.facts['server.newcomers'], 'answered');
    assert.equal(seen.facts['innodb.isMonitorVisible'], true);
  });
});

describe('lockSignatures', () => {
  it('have advice for each', () => assert.ok(lockSignatures.every(({ advice }) => advice.en.length > 20)));

  it('name the idle transaction at the root, not the active sessions that queue behind it', async () => {
    const cron = await scene.session('cron');
    await cron.query('BEGIN');
    await cron.query("UPDATE orders SET state = 'repriced' WHERE id = 42");
    const victims = await Promise.all([scene.session(), scene.session(), scene.session()]);
    const queue = victims.map((session) => session.query("UPDATE orders SET state = 'paid' WHERE id = 42").catch(() => undefined));
    await until('three sessions wait', async () => (await waiting()) === 3);
    await pause(2_200);

    const seen = await scene.look({ as: scene.watcher });

    assert.deepEqual(seen.causes, ['idle-transaction-blocks']);
    assert.match(String(seen.facts['locks.root.who']), /^cron@/);
    assert.equal(seen.facts['locks.root.waiters'], 3);
    assert.doesNotMatch(JSON.stringify(seen.evidence), /paid/, 'a value of a statement is kept');
    await cron.query('ROLLBACK');
    await Promise.all(queue);
  });

  it('name the schema change that everybody queues behind, and who probably holds it up', async () => {
    const cron = await scene.session('cron');
    await cron.query('BEGIN');
    await cron.query('SELECT * FROM orders WHERE id = 1');
    const deploy = await scene.session('billing');
    const change = deploy.query('ALTER TABLE orders ADD COLUMN extra INT').catch(() => undefined);
    await until('the change waits', async () => (await inState('Waiting for table metadata lock')) === 1);
    const api = await scene.session();
    const read = api.query('SELECT * FROM orders WHERE id = 1').catch(() => undefined);
    await until('a reader waits', async () => (await inState('Waiting for table metadata lock')) === 2);
    await pause(2_200);

    const seen = await scene.look({ as: scene.watcher, probes: ['server', 'locks'] });

    assert.deepEqual(seen.causes, ['metadata-lock-queue']);
    assert.match(String(seen.facts['locks.holder.who']), /^cron@/);
    deploy.destroy();
    await Promise.allSettled([change, read]);
  });

  it('name a global read lock that a backup left behind', async () => {
    const backup = await scene.server.connect();
    await backup.query('FLUSH TABLES WITH READ LOCK');
    const api = await scene.session();
    const write = api.query("UPDATE orders SET state = 'y' WHERE id = 7").catch(() => undefined);
    await until('a writer waits', async () => (await inState('Waiting for%lock')) === 1);
    await pause(2_200);

    const seen = await scene.look({ probes: ['server', 'locks'] });
    await backup.query('UNLOCK TABLES');
    await write;
    backup.destroy();

    assert.deepEqual(seen.causes, ['global-read-lock']);
  });

  it('tell deadlocks from waits', async () => {
    const [one, other] = await Promise.all([scene.session(), scene.session()]);
    // One alone would be no fault.
    for (let round = 0; round < 12; round += 1) {
      await Promise.all([one.query('BEGIN'), other.query('BEGIN')]);
      await Promise.all([one.query("UPDATE orders SET note = 'a' WHERE id = 1"), other.query("UPDATE orders SET note = 'b' WHERE id = 2")]);
      await Promise.allSettled([
        one.query("UPDATE orders SET note = 'a' WHERE id = 2"),
        other.query("UPDATE orders SET note = 'b' WHERE id = 1"),
      ]);
      await Promise.all([one.query('ROLLBACK'), other.query('ROLLBACK')]);
    }

    const seen = await scene.look({ as: scene.watcher });

    assert.deepEqual(seen.causes, ['deadlocks']);
  });
});

/** Opens sessions until the server refuses an ordinary account. */
async function fill(login: string): Promise<void> {
  for (let count = 0; count < 30; count += 1) {
    const refusal = await scene.session(login).then(
      () => null,
      (error: Error) => error.message,
    );
    if (refusal === null) continue;
    assert.match(refusal, /Too many connections/);
    return;
  }
  assert.fail('the server takes any number of sessions');
}

describe('connectionSignatures', () => {
  it('name who leaks sleeping connections, over the session that was opened ahead of need', async () => {
    await fill('billing');

    const seen = await scene.look({ as: scene.watcher, probes: ['server', 'connections', 'statements', 'activity'] });

    assert.deepEqual(seen.causes, ['connection-leak']);
    assert.match(String(seen.facts['connections.topGroup']), /^billing@/);
    assert.equal(seen.facts['server.newcomers'], 'limit');
  });

  it('tell "limit reached" when nobody had opened a session before', async () => {
    await fill('billing');
    const late = clientOf(entryOf(scene.server.port, { username: 'app' }), 'app');

    const seen = await scene.look({ as: late, probes: ['server', 'connections'] });
    await late.close();

    assert.deepEqual(seen.confirmed, ['connections-exhausted']);
    assert.equal(seen.facts['reach.problem'], 'limit');
  });

  it('tell the limit of one account from that of the server', async () => {
    await scene.run('SET GLOBAL max_user_connections = 3');
    await Promise.all([scene.session(), scene.session(), scene.session()]);

    const seen = await scene.look({ as: scene.watcher, probes: ['server', 'connections'] });
    await scene.run('SET GLOBAL max_user_connections = 1000');

    assert.deepEqual(seen.causes, ['user-limit-reached']);
  });

  it('name a wait_timeout that cuts pools off', async () => {
    await scene.run('SET GLOBAL wait_timeout = 5');

    const seen = await scene.look({ as: scene.watcher, probes: ['server', 'connections', 'settings'] });
    await scene.run('SET GLOBAL wait_timeout = 28800');

    assert.deepEqual(seen.causes, ['idle-timeout-too-short']);
  });
});

describe('slownessSignatures', () => {
  it('name the statement that many sessions run at once', async () => {
    const sessions = await Promise.all(Array.from({ length: 6 }, () => scene.session()));
    const runs = sessions.map((session, index) => session.query(`SELECT SLEEP(5.${String(index)})`).catch(() => undefined));
    await pause(3_200);

    const seen = await scene.look({ as: scene.watcher, probes: ['server', 'statements', 'locks', 'connections'] });
    await scene.endSessions();
    await Promise.allSettled(runs);

    assert.deepEqual(seen.causes, ['statement-pile']);
    assert.equal(seen.facts['statements.same.query'], 'SELECT SLEEP(?)');
  });
});

describe('innodbSignatures', () => {
  it('name keys that run out', async () => {
    await scene.run('CREATE TABLE shop.small (id INT AUTO_INCREMENT PRIMARY KEY) AUTO_INCREMENT = 2140000000');
    await scene.run('INSERT INTO shop.small VALUES ()');

    const seen = await scene.look({ probes: ['server', 'storage'] });
    await scene.run('DROP TABLE shop.small');

    assert.deepEqual(seen.causes, ['auto-increment-exhausted']);
  });
});

describe('the state of a server', () => {
  it('a primary that was left read-only is named', async () => {
    await scene.run('SET GLOBAL read_only = ON');

    const seen = await scene.look({ as: scene.watcher });
    await scene.run('SET GLOBAL read_only = OFF');

    assert.deepEqual(
      seen.causes.filter((cause) => cause !== 'deadlocks'),
      ['primary-read-only'],
    );
  });

  it('a stopped process accepts connections and says nothing', async () => {
    scene.server.freeze();
    const late = clientOf(entryOf(scene.server.port), scene.server.login.password);

    const seen = await scene.look({ as: late, probes: ['server'] });
    scene.server.thaw();
    await late.close();

    assert.deepEqual(seen.causes, ['not-answering']);
  });
});
