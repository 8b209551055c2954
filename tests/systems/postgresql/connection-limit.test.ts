/** The limit of one login or one database, on a real server: seen, raised within what the server has left, and put back. */

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { setConnectionLimit } from '../../../src/systems/postgresql/actions/connection-limit.ts';
import { acting } from '../../support/acting.ts';
import { type Scene, startScene } from './scene.ts';

let scene: Scene;

before(async () => {
  scene = await startScene({});
});
after(() => scene.stop());
afterEach(() => scene.endSessions());

describe('setConnectionLimit', () => {
  const limitOf = async (of: string) =>
    Number(
      (
        await scene.run(
          of === 'role'
            ? "SELECT rolconnlimit AS value FROM pg_roles WHERE rolname = 'app'"
            : 'SELECT datconnlimit AS value FROM pg_database WHERE datname = current_database()',
        )
      ).rows[0]?.value,
    );
  const database = async () => String((await scene.run('SELECT current_database() AS name')).rows[0]?.name);

  it('lets a login that is at its limit in again, and brings the limit back exactly', async () => {
    await scene.run('ALTER ROLE app CONNECTION LIMIT 1');
    await scene.session('api');
    await assert.rejects(scene.session('api'), /too many connections for role/);
    const act = acting(setConnectionLimit, { of: 'role', name: 'app', value: 3 }, scene.client, scene.entry);

    const record = await act.run();
    await scene.session('api');
    assert.equal((await act.precheck()).state, 'already');
    assert.equal(await act.isApplied(record), true);
    await act.undo(record);

    assert.equal(await limitOf('role'), 1);
    await scene.run('ALTER ROLE app CONNECTION LIMIT -1');
  });

  it('bounds a database that had no limit, and takes the bound away again', async () => {
    const act = acting(setConnectionLimit, { of: 'database', name: await database(), value: 19 }, scene.client, scene.entry);

    const record = await act.run();
    assert.equal(await limitOf('database'), 19);
    await act.undo(record);

    assert.equal(await limitOf('database'), -1);
  });

  it('refuses what would have no effect, and whom there is not', async () => {
    const superuser = String((await scene.run('SELECT current_user AS name')).rows[0]?.name);
    const cases = [
      [{ of: 'role', name: 'nobody', value: 5 }, /there is no login nobody/],
      [{ of: 'role', name: superuser, value: 5 }, /superuser/],
      [{ of: 'role', name: 'app', value: 9_000 }, /max_connections/],
    ] as const;
    for (const [given, reason] of cases) {
      const answer = await acting(setConnectionLimit, given, scene.client, scene.entry).precheck();
      assert.ok(answer.state === 'blocked', JSON.stringify(answer));
      assert.match(answer.reason.en, reason);
    }
  });
});

describe('connectionSignatures: own-limit-reached', () => {
  it('tells the limit of one login from that of the server', async () => {
    await scene.run('ALTER ROLE app CONNECTION LIMIT 2');
    await Promise.all([scene.session('api'), scene.session('api')]);

    const seen = await scene.look({ probes: ['server', 'connections'] });
    await scene.run('ALTER ROLE app CONNECTION LIMIT -1');

    assert.deepEqual(seen.causes, ['own-limit-reached']);
    assert.deepEqual(seen.remediesOf('own-limit-reached'), [
      { action: 'set-connection-limit', given: { of: 'role', name: 'app', value: 4 } },
    ]);
  });

  it('proposes no higher one to a login whose sessions sit in open transactions', async () => {
    await scene.run('ALTER ROLE app CONNECTION LIMIT 2');
    for (const session of await Promise.all([scene.session('api'), scene.session('api')])) await session.query('BEGIN');

    const seen = await scene.look({ probes: ['server', 'connections'] });
    await scene.run('ALTER ROLE app CONNECTION LIMIT -1');

    assert.ok(seen.confirmed.includes('own-limit-reached'), String(seen.confirmed));
    assert.deepEqual(seen.remediesOf('own-limit-reached'), []);
  });
});
