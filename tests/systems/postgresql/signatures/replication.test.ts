import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { resumeReplay } from '../../../../src/systems/postgresql/actions/maintenance.ts';
import { replicationSignatures } from '../../../../src/systems/postgresql/signatures/replication.ts';
import { acting } from '../../../support/acting.ts';
import { type Scene, startScene, until } from '../scene.ts';

describe('replicationSignatures', () => {
  let primary: Scene;
  let standby: Scene;

  before(async () => {
    primary = await startScene({ settings: { max_wal_size: '32MB', min_wal_size: '32MB' } });
    standby = await startScene({ standbyOf: primary.server, settings: { max_wal_size: '32MB', min_wal_size: '32MB' } });
  });
  after(async () => {
    await standby.stop();
    await primary.stop();
  });

  it('have a source each', () => assert.ok(replicationSignatures.every(({ source }) => source.length > 5)));

  it('accuse neither side of a pair that is in step', async () => {
    await until(
      'the standby streams',
      async () => (await primary.run("SELECT FROM pg_stat_replication WHERE state = 'streaming'")).rows.length === 1,
    );

    const [one, other] = [await primary.look(), await standby.look()];

    assert.deepEqual([one.confirmed, one.likely, other.confirmed, other.likely], [[], [], [], []]);
    assert.equal(other.facts['server.isInRecovery'], true);
  });

  it('name replay that somebody paused; the fix resumes it, and its undo pauses it again', async () => {
    await standby.run('SELECT pg_wal_replay_pause()');

    const seen = await standby.look({ probes: ['server', 'replication'] });

    assert.deepEqual(seen.causes, ['replay-paused']);
    const act = acting(resumeReplay, {}, standby.client, standby.entry);
    const before = await act.run();
    assert.equal((await standby.run('SELECT pg_is_wal_replay_paused() AS paused')).rows[0]?.paused, false);
    await act.undo(before);
    assert.equal((await standby.run('SELECT pg_is_wal_replay_paused() AS paused')).rows[0]?.paused, true);
    await standby.run('SELECT pg_wal_replay_resume()');
  });

  it('name a standby that falls behind because its process is stopped', async () => {
    await standby.run('SELECT pg_wal_replay_pause()');
    await primary.run('CREATE TABLE filler AS SELECT i, repeat(md5(i::text), 20) FROM generate_series(1, 30000) i');

    const seen = await primary.look({ probes: ['server', 'replication', 'wal'] });
    await standby.run('SELECT pg_wal_replay_resume()');

    assert.deepEqual(seen.causes, ['standby-lags']);
  });

  it('name a standby that has lost its primary, which is not blamed on the standby’s own server', async () => {
    await primary.server.halt();
    await until('the receiver is gone', async () => (await standby.run('SELECT FROM pg_stat_wal_receiver')).rows.length === 0);
    await until(
      'a second has passed',
      async () => Number((await standby.run('SELECT extract(epoch FROM now() - pg_last_xact_replay_timestamp()) AS age')).rows[0]?.age) > 1,
    );

    const seen = await standby.look({ probes: ['server', 'replication'] });
    await primary.server.start();

    assert.deepEqual(seen.causes, ['standby-not-receiving']);
  });
});
