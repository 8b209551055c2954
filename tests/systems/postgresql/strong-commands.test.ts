/** Commands that lock a whole table or view, on a real server. */

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { strongFacts } from '../../../src/systems/postgresql/probes/strong-commands.ts';
import { strongCommandSignatures } from '../../../src/systems/postgresql/signatures/strong-commands.ts';
import { judgeFacts } from '../nats/judge-facts.ts';
import { type Scene, startScene, until } from './scene.ts';

let scene: Scene;

before(async () => {
  scene = await startScene();
  await scene.run('CREATE TABLE sales AS SELECT i AS id FROM generate_series(1, 10) i');
  await scene.run('CREATE MATERIALIZED VIEW daily AS SELECT count(*) AS n FROM sales');
  await scene.run('CREATE FUNCTION slow() RETURNS int LANGUAGE sql AS $$ SELECT 1 FROM pg_sleep(30) $$');
  await scene.run('CREATE MATERIALIZED VIEW heavy AS SELECT slow() AS n WITH NO DATA');
  await scene.run('GRANT SELECT ON daily, heavy, sales TO app');
});
after(() => scene.stop());
afterEach(() => scene.endSessions());

describe('strong commands', () => {
  it('are named with what they lock while others wait', async () => {
    const cron = await scene.session('nightly', 'zhiban');
    const refresh = cron.query('REFRESH MATERIALIZED VIEW heavy').catch(() => undefined);
    await until('it holds the lock', async () => {
      return (
        (await scene.run("SELECT FROM pg_locks WHERE relation = 'heavy'::regclass AND granted AND mode = 'AccessExclusiveLock'")).rows
          .length > 0
      );
    });
    const api = await scene.session('api');
    const read = api.query('SELECT * FROM heavy').catch(() => undefined);
    await until('a reader has waited for a while', async () => {
      const waits = "wait_event_type = 'Lock' AND clock_timestamp() - query_start > interval '1100 ms'";
      return (await scene.run(`SELECT FROM pg_stat_activity WHERE ${waits}`)).rows.length > 0;
    });

    const seen = await scene.look({ as: scene.watcher, probes: ['server', 'locks'] });

    assert.deepEqual(seen.causes, ['strong-command-blocks']);
    assert.deepEqual([seen.facts['locks.root.command'], seen.facts['locks.root.object']], ['REFRESH MATERIALIZED VIEW', 'heavy']);
    await scene.run("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name = 'nightly'");
    await Promise.all([refresh, read]);
  });

  it('are remembered a while after they ran', async () => {
    const cron = await scene.session('nightly', 'zhiban');
    await cron.query('REFRESH MATERIALIZED VIEW daily');

    const seen = await scene.look({ as: scene.watcher, probes: ['server', 'locks'] });

    assert.deepEqual([seen.facts['locks.strong.command'], seen.facts['locks.strong.object']], ['REFRESH MATERIALIZED VIEW', 'daily']);
    assert.deepEqual(seen.confirmed, []);
  });
});

const told = strongFacts([
  { who: '', state: 'tracked', query: 'VACUUM FULL orders', seconds: '90', calls: '12' },
  { who: 'nightly', state: 'idle', query: 'refresh materialized view daily', seconds: '7.5' },
  { who: 'api', state: 'idle', query: 'alter session', seconds: '99' },
]);

describe('strongFacts()', () => {
  it('prefers what a session is seen with to what is only counted', () => {
    assert.deepEqual([told['locks.strong.command'], told['locks.strong.seconds']], ['REFRESH MATERIALIZED VIEW', 7.5]);
  });
});

describe('strongCommandSignatures', () => {
  it('speak of one that ran only where somebody waits or times out', () => {
    const facts = { ...told, 'locks.waiting': 0, 'locks.root.command': '' };

    assert.deepEqual(judgeFacts(strongCommandSignatures, 'postgresql', facts, 'the dashboard times out').likely, ['strong-command-ran']);
    assert.deepEqual(judgeFacts(strongCommandSignatures, 'postgresql', facts, 'is it well?').likely, []);
  });
});
