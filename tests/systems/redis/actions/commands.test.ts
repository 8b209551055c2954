import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aclRestrictCommand, scriptKill } from '../../../../src/systems/redis/actions/commands.ts';
import { acting } from '../../../support/acting.ts';
import { until } from '../../../support/child.ts';
import { withRedis } from '../with-redis.ts';

describe('scriptKill', () => {
  it('ends a script that holds Redis, and finds nothing to do afterwards', async () => {
    await withRedis({ config: { 'busy-reply-threshold': '100' } }, async ({ server, client, entry }) => {
      const other = await server.connect();
      const script = (await server.connect()).eval('while true do end', 0);
      const ended = assert.rejects(script, /killed/i);
      const said = () => other.ping().catch((error: Error) => error.message);
      await until(async () => (await said()).startsWith('BUSY'), 'the script holds Redis', 60_000);
      const act = acting(scriptKill, {}, client, entry);

      await act.run();

      await ended;
      assert.equal((await act.precheck()).state, 'already');
    });
  });
});

describe('aclRestrictCommand', () => {
  const rules = ['+@all', '-@all +get +set +keys', '+@all -flushall', '-@all +@read +@write -keys +keys'];

  for (const rule of rules) {
    it(`denies KEYS to a user with '${rule}' and restores its rules, passwords and keys exactly`, async () => {
      await withRedis({}, async ({ server, client, entry }) => {
        const admin = await server.connect();
        await admin.call('ACL', 'SETUSER', 'app', 'on', '>pw', '~orders:*', '&news', ...rule.split(' '));
        const old = JSON.stringify(await admin.call('ACL', 'GETUSER', 'app'));
        const act = acting(aclRestrictCommand, { user: 'app', command: 'keys' }, client, entry);

        const before = await act.run();
        const application = await server.connect({ username: 'app', password: 'pw' });
        await assert.rejects(application.keys('*'), /NOPERM/);
        assert.doesNotMatch(JSON.stringify(before), /[0-9a-f]{64}|pw/);
        await act.undo(before);

        assert.equal(JSON.stringify(await admin.call('ACL', 'GETUSER', 'app')), old);
      });
    });
  }

  it('is done already where the rule is there, and blocked where there is no such user', async () => {
    await withRedis({}, async ({ server, client, entry }) => {
      await (await server.connect()).call('ACL', 'SETUSER', 'app', 'on', '+@all', '-keys');

      assert.equal((await acting(aclRestrictCommand, { user: 'app', command: 'keys' }, client, entry).precheck()).state, 'already');
      assert.equal((await acting(aclRestrictCommand, { user: 'nobody', command: 'keys' }, client, entry).precheck()).state, 'blocked');
    });
  });

  it('never takes away what lets people back in', () => {
    for (const command of ['auth', 'acl', 'acl|setuser', 'hello', 'client', '@all', 'keys +@all'])
      assert.equal(aclRestrictCommand.arguments.safeParse({ user: 'app', command }).success, false, command);
  });
});
