import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RedisClient } from '../../../../src/systems/redis/client.ts';
import { replicationSignatures } from '../../../../src/systems/redis/signatures/replication.ts';
import { until } from '../../../support/child.ts';
import type { Diagnosis } from '../../../support/diagnose.ts';
import { type RedisServer, startRedis } from '../../../support/redis.ts';
import { diagnose, redisClient, redisEntry } from '../diagnose.ts';

interface Pair {
  readonly primary: RedisServer;
  readonly replica: RedisServer;
  lookAt(server: RedisServer): Promise<Diagnosis>;
}

async function withPair(
  config: { primary?: Record<string, string>; replica?: Record<string, string> },
  play: (pair: Pair) => Promise<void>,
): Promise<void> {
  const primary = await startRedis(config.primary === undefined ? {} : { config: { 'repl-diskless-sync-delay': '0', ...config.primary } });
  const replica = await startRedis({ replicaOf: primary, config: { 'repl-timeout': '60', ...config.replica } });
  const clients: RedisClient[] = [];
  try {
    await play({
      primary,
      replica,
      async lookAt(server) {
        const entry = redisEntry(server.url);
        const client = redisClient(entry);
        clients.push(client);
        return diagnose(client, entry);
      },
    });
  } finally {
    for (const client of clients) await client.close();
    await replica.stop();
    await primary.stop();
  }
}

async function untilLinked(replica: RedisServer, status: 'up' | 'down' = 'up'): Promise<void> {
  const redis = await replica.connect();
  const isSo = async (): Promise<boolean> => (await redis.info('replication')).includes(`master_link_status:${status}`);
  await until(isSo, `the replica's link is ${status}`, 60_000);
}

describe('replicationSignatures', () => {
  it('all name the replication probe', () => {
    assert.ok(replicationSignatures.every((signature) => signature.probes.includes('replication')));
  });

  it('a healthy pair has no fault on either side', async () => {
    await withPair({}, async ({ primary, replica, lookAt }) => {
      await untilLinked(replica);

      assert.deepEqual((await lookAt(primary)).confirmed, []);
      assert.deepEqual((await lookAt(replica)).confirmed, []);
    });
  });

  it('a replica whose primary has died says that it is gone', async () => {
    await withPair({}, async ({ primary, replica, lookAt }) => {
      await untilLinked(replica);
      await primary.kill();
      await untilLinked(replica, 'down');

      const seen = await lookAt(replica);

      assert.deepEqual(seen.causes, ['primary-gone']);
      assert.equal(seen.facts['replication.masterState'], 'refused');
    });
  });

  it('a stopped replica is seen from its primary', async () => {
    await withPair({}, async ({ primary, replica, lookAt }) => {
      await untilLinked(replica);
      replica.signal('SIGSTOP');
      const redis = await primary.connect();
      for (let index = 0; index < 200; index += 1) await redis.set('k', 'v'.repeat(2_000));
      const lagSeconds = async (): Promise<number> => Number(/^slave0:.*lag=(\d+)/m.exec(await redis.info('replication'))?.[1] ?? 0);
      await until(async () => (await lagSeconds()) > 5, 'the replica has said nothing for more than five seconds', 60_000);

      const seen = await lookAt(primary);

      assert.deepEqual(seen.causes, ['replica-lagging']);
      assert.ok(Number(seen.facts['replication.worstLagBytes']) > 300_000);
    });
  });

  it('a lost replica that writes depend on is told as what hurts, which can be lifted until it is back', async () => {
    await withPair({ primary: { 'min-replicas-to-write': '1', 'min-replicas-max-lag': '3' } }, async ({ primary, replica, lookAt }) => {
      await untilLinked(replica);
      await replica.kill();
      const redis = await primary.connect();
      await assert.rejects(redis.set('a', 'b'), /NOREPLICAS/);

      const seen = await lookAt(primary);

      assert.deepEqual(seen.causes, ['too-few-replicas']);
    });
  });

  it('a demand for replicas that never were is the setting itself', async (test) => {
    const primary = await startRedis({ config: { 'min-replicas-to-write': '2' } });
    const entry = redisEntry(primary.url);
    const client = redisClient(entry);
    test.after(async () => {
      await client.close();
      await primary.stop();
    });

    const seen = await diagnose(client, entry);

    assert.deepEqual(seen.causes, ['too-few-replicas']);
  });

  it('a primary with a password that the replica does not know', async () => {
    await withPair({ primary: { requirepass: 'not-told-to-the-replica' } }, async ({ primary, replica, lookAt }) => {
      const redis = await primary.connect({ username: 'default', password: 'not-told-to-the-replica' });
      await until(async () => (await redis.info('errorstats')).includes('errorstat_NOAUTH'), 'the replica was refused', 60_000);

      assert.deepEqual((await lookAt(replica)).causes, ['masterauth-wrong']);
    });
  });

  it('writes that arrive at a replica', async () => {
    await withPair({}, async ({ replica, lookAt }) => {
      await untilLinked(replica);
      const redis = await replica.connect();
      for (let index = 0; index < 5; index += 1) await redis.set('a', 'b').catch(() => undefined);

      const seen = await lookAt(replica);

      assert.deepEqual(seen.causes, ['writes-to-replica']);
    });
  });

  it('full syncs again and again for want of backlog', async () => {
    await withPair({ primary: { 'repl-backlog-size': '16384' } }, async ({ primary, replica, lookAt }) => {
      await untilLinked(replica);
      const redis = await primary.connect();
      const fullSyncs = async (): Promise<number> => Number(/sync_full:(\d+)/.exec(await redis.info('stats'))?.[1]);
      for (let round = 0; round < 3; round += 1) {
        const before = await fullSyncs();
        replica.signal('SIGSTOP');
        await redis.call('CLIENT', 'KILL', 'TYPE', 'replica');
        for (let index = 0; index < 60; index += 1) await redis.set(`k${String(index)}`, 'v'.repeat(2_000));
        replica.signal('SIGCONT');
        await until(async () => (await fullSyncs()) > before, 'the replica has asked for everything again', 60_000);
        await untilLinked(replica);
      }

      const seen = await lookAt(primary);

      assert.deepEqual(seen.causes, ['full-resync-loop']);
    });
  });
});
