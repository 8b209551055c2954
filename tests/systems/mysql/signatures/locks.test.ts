import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { lockSignatures } from '../../../../src/systems/mysql/signatures/locks.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';
import { type Scene, startScene, until } from '../scene.ts';

describe('lockSignatures', () => {
  let scene: Scene;

  before(async () => {
    scene = await startScene({ 'performance-schema': 'ON' });
    await scene.run('CREATE TABLE shop.stock (sku INT PRIMARY KEY, price INT, left_over INT) ENGINE=InnoDB');
    await scene.run('INSERT INTO shop.stock SELECT seq, 1, 1 FROM shop.seq_1_to_500');
    await scene.run('CREATE TABLE shop.counters (id INT PRIMARY KEY, hits INT) ENGINE=MyISAM');
    await scene.run('INSERT INTO shop.counters SELECT seq, 0 FROM shop.seq_1_to_2000');
  });
  after(() => scene.stop());
  afterEach(() => scene.endSessions());

  it('name a batch that has blocked others for long, however soon each of them gives up', async () => {
    const batch = await scene.session('cron');
    await batch.query('BEGIN');
    await batch.query('UPDATE stock SET price = price + 1');
    const work = batch.query('SELECT COUNT(*) FROM stock WHERE SLEEP(0.1) = 0').catch(() => undefined);
    const customers = await Promise.all([scene.session(), scene.session(), scene.session()]);
    let isOver = false;
    const tries = customers.map(async (session) => {
      await session.query('SET innodb_lock_wait_timeout = 1');
      while (!isOver) await session.query('UPDATE stock SET left_over = left_over - 1 WHERE sku = 7').catch(() => undefined);
    });
    await new Promise((resolve) => setTimeout(resolve, 11_000));

    const seen = await scene.look();
    isOver = true;
    await scene.run(`KILL ${String(batch.threadId)}`);
    await Promise.allSettled([work, ...tries]);

    assert.deepEqual(seen.causes, ['active-transaction-blocks']);
    assert.equal(seen.facts['locks.root.table'], 'shop.stock');
  });

  it('name the statement that holds the lock on a whole table', async () => {
    const report = await scene.session('cron');
    const work = report.query('SELECT SUM(hits) FROM counters WHERE SLEEP(0.1) = 0').catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const pages = await Promise.all([scene.session(), scene.session()]);
    const writes = pages.map((session) => session.query('UPDATE counters SET hits = hits + 1 WHERE id = 1').catch(() => undefined));
    await until('they wait', async () => {
      const rows = await scene.run("SELECT 1 FROM information_schema.PROCESSLIST WHERE STATE LIKE '%table level lock' AND TIME >= 2");
      return rows.length === 2;
    });

    const seen = await scene.look({ as: scene.watcher });
    await scene.run(`KILL ${String(report.threadId)}`);
    await Promise.allSettled([work, ...writes]);

    assert.deepEqual(seen.causes, ['statement-holds-table-lock']);
    assert.equal(seen.facts['locks.table.name'], 'counters');
    assert.match(String(seen.facts['locks.table.who']), /^cron@/);
  });

  it('take one brief wait behind a young transaction for nothing', () => {
    const brief = { 'locks.waiting': 1, 'locks.root.isXa': false, 'locks.root.waiters': 1, 'locks.longestWaitSeconds': 0 };

    for (const isIdle of [true, false]) {
      const facts = { ...brief, 'locks.root.isIdle': isIdle, 'locks.root.stateSeconds': 2, 'locks.root.transactionSeconds': 2 };
      assert.deepEqual(judgeFacts(lockSignatures, 'mysql', facts), { confirmed: [], likely: [] });
    }
  });
});
