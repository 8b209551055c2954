import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bgsave, memoryPurge, replicaof } from '../../../../src/systems/redis/actions/server.ts';
import { acting } from '../../../support/acting.ts';
import { until } from '../../../support/child.ts';
import { startRedis } from '../../../support/redis.ts';
import { redisClient, redisEntry } from '../diagnose.ts';
import { withRedis } from '../with-redis.ts';

describe('bgsave', () => {
  it('writes a snapshot', async () => {
    await withRedis({ config: { save: '3600 1' } }, async ({ server, client, entry }) => {
      const redis = await server.connect();
      await redis.set('a', 'b');

      await acting(bgsave, {}, client, entry).run();

      assert.match(await redis.info('persistence'), /rdb_last_bgsave_status:ok/);
      assert.match(await redis.info('persistence'), /rdb_saves:[1-9]/);
    });
  });
});

describe('memoryPurge', () => {
  it('touches no data', async () => {
    await withRedis({}, async ({ server, client, entry }) => {
      const redis = await server.connect();
      await redis.set('a', 'b');

      await acting(memoryPurge, {}, client, entry).run();

      assert.equal(await redis.get('a'), 'b');
    });
  });
});

describe('replicaof', () => {
  it('promotes a replica whose primary is dead, and follows it again on undo', async (test) => {
    const primary = await startRedis();
    const replica = await startRedis({ replicaOf: primary });
    const entry = redisEntry(replica.url);
    const client = redisClient(entry);
    test.after(async () => {
      await client.close();
      await replica.stop();
      await primary.stop();
    });
    const redis = await replica.connect();
    await until(async () => (await redis.info('replication')).includes('link_status:up'), 'the replica has linked', 60_000);
    const act = acting(replicaof, { host: '', port: 0 }, client, entry);
    assert.equal((await act.precheck()).state, 'blocked', 'a living primary must not get a rival');
    await primary.kill();
    await until(async () => (await redis.info('replication')).includes('link_status:down'), 'the replica has noticed', 60_000);

    const before = await act.run();
    assert.equal(await redis.set('a', 'b'), 'OK');
    await act.undo(before);

    assert.match(
      await redis.info('replication'),
      new RegExp(`role:slave\\r\\nmaster_host:127.0.0.1\\r\\nmaster_port:${String(primary.port)}`),
    );
  });

  it('does not wipe a primary that holds data', async () => {
    await withRedis({}, async ({ server, client, entry }) => {
      await (await server.connect()).set('precious', 'x');

      assert.equal((await acting(replicaof, { host: '127.0.0.1', port: 1 }, client, entry).precheck()).state, 'blocked');
    });
  });
});
