import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { preparedRootFacts, readPreparedRoot } from '../../../../src/systems/postgresql/probes/prepared-root.ts';
import { type Scene, startScene, until } from '../scene.ts';

const limit = () => ({ timeoutMs: 5_000, signal: AbortSignal.timeout(10_000) });

describe('readPreparedRoot()', () => {
  let scene: Scene;

  before(async () => {
    scene = await startScene({ settings: { max_prepared_transactions: '5' } });
    await scene.run('CREATE TABLE accounts AS SELECT i AS id, 0 AS balance FROM generate_series(1, 9) i');
  });
  after(() => scene.stop());

  it('names the one that others wait for, and not an older one that is in nobody’s way', async () => {
    await scene.run("BEGIN; UPDATE accounts SET balance = 1 WHERE id = 1; PREPARE TRANSACTION 'quiet'");
    await scene.run("BEGIN; UPDATE accounts SET balance = 1 WHERE id = 2; PREPARE TRANSACTION 'in-the-way'");
    const waiting = scene.run('UPDATE accounts SET balance = 2 WHERE id = 2');
    await until(
      'somebody waits',
      async () => (await scene.run("SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'")).rows.length === 1,
    );

    const facts = await readPreparedRoot(scene.watcher, true, limit());
    const unasked = await readPreparedRoot(scene.watcher, false, limit());
    await scene.run("ROLLBACK PREPARED 'in-the-way'");
    await scene.run("ROLLBACK PREPARED 'quiet'");
    await waiting;

    assert.equal(facts['locks.root.gid'], 'in-the-way');
    assert.equal(unasked['locks.root.gid'], null);
  });
});

describe('preparedRootFacts()', () => {
  it('knows nothing of one that went meanwhile', () => {
    assert.deepEqual(Object.values(preparedRootFacts({})), [null, null, null]);
  });
});
