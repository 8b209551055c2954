import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { accessSignatures } from '../../../../src/systems/redis/signatures/access.ts';
import { withRedis } from '../with-redis.ts';

describe('accessSignatures', () => {
  it('never offer to widen rights by themselves', () => {
    assert.ok(accessSignatures.every((signature) => signature.remedies.length === 0));
  });

  it('a user that lost a command', async () => {
    await withRedis({}, async ({ server, look }) => {
      await (await server.connect()).call('ACL', 'SETUSER', 'app', 'on', '>pw', '~*', '+@all', '-set');
      const application = await server.connect({ username: 'app', password: 'pw' });
      for (let index = 0; index < 4; index += 1) await application.set('a', 'b').catch(() => undefined);

      const seen = await look();

      assert.deepEqual(seen.causes, ['acl-denied']);
      assert.deepEqual([seen.facts['acl.deniedUser'], seen.facts['acl.deniedObject']], ['app', 'set']);
    });
  });

  it('an application with an old password', async () => {
    await withRedis({}, async ({ server, look }) => {
      await (await server.connect()).call('ACL', 'SETUSER', 'app', 'on', '>new', '~*', '+@all');
      const application = await server.connect();
      for (let index = 0; index < 4; index += 1) await application.auth('app', 'old').catch(() => undefined);

      const seen = await look();

      assert.deepEqual(seen.causes, ['failed-logins']);
      assert.equal(seen.facts['acl.failedLoginUser'], 'app');
      assert.ok(!JSON.stringify(seen.evidence).includes('>new'));
    });
  });

  it('an application that uses a key as the wrong type', async () => {
    await withRedis({}, async ({ server, look }) => {
      const application = await server.connect();
      await application.set('cart', 'text');
      let isOver = false;
      const load = (async () => {
        while (!isOver) {
          await application.lpush('cart', 'x').catch(() => undefined);
          await sleep(10);
        }
      })();

      const seen = await look();
      isOver = true;
      await load;

      assert.deepEqual(seen.causes, ['wrong-type']);
    });
  });

  it('a cluster without slots is down', async () => {
    await withRedis({ config: { 'cluster-enabled': 'yes' } }, async ({ look }) => {
      const seen = await look();

      assert.deepEqual(seen.causes, ['slots-missing']);
      assert.equal(seen.facts['cluster.slotsMissing'], 16_384);
    });
  });
});
