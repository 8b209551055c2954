import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import { surroundingSignatures } from '../../../../src/systems/redis/signatures/surroundings.ts';
import { startRedis } from '../../../support/redis.ts';
import { until } from '../../../support/redis-sentinel.ts';
import { withRedis } from '../with-redis.ts';

const ids = surroundingSignatures.map(({ id }) => id.replace('redis.', ''));

describe('surroundingSignatures', () => {
  it('a subscriber that does not read is named, and its messages wait', async () => {
    await withRedis({ config: { 'client-output-buffer-limit': 'pubsub 16mb 0 0' } }, async ({ server, look }) => {
      const deaf = connect({ host: '127.0.0.1', port: server.port }, () => deaf.write('SUBSCRIBE news\r\n'));
      deaf.once('data', () => deaf.pause());
      const redis = await server.connect();
      await until(async () => Number(await redis.publish('news', 'x')) > 0, 'it has subscribed');
      const message = 'v'.repeat(1_048_576);
      await until(async () => {
        await redis.publish('news', message);
        return Number(/omem=(\d{7,})/.exec(String(await redis.call('CLIENT', 'LIST', 'TYPE', 'pubsub')))?.[1] ?? 0) > 6_000_000;
      }, 'messages pile up in Redis');

      const { causes, facts } = await look({ probes: ['pubsub'] });
      deaf.destroy();

      assert.deepEqual(causes, ['slow-subscriber']);
      assert.match(String(facts['pubsub.slowestAddress']), /^127\.0\.0\.1:\d+$/);
    });
  });

  it('notifications that nobody listens to, and none as soon as somebody does', async () => {
    await withRedis({ config: { 'notify-keyspace-events': 'KEA' } }, async ({ server, look }) => {
      const redis = await server.connect();
      let isOver = false;
      const traffic = (async () => {
        while (!isOver) {
          const batch = redis.pipeline();
          for (let index = 0; index < 500; index += 1) batch.set(`k${String(index)}`, 'v');
          await batch.exec();
        }
      })();

      const alone = await look({ probes: ['pubsub', 'activity'] });
      const listener = await server.connect();
      await listener.psubscribe('__key*__:*');
      const heard = await look({ probes: ['pubsub', 'activity'] });
      isOver = true;
      await traffic;

      assert.deepEqual(alone.confirmed, ['notifications-unheard']);
      assert.ok(!heard.confirmed.includes('notifications-unheard'));
    });
  });

  it('a replica that takes writes', async () => {
    const primary = await startRedis({ config: { 'repl-diskless-sync-delay': '0' } });
    await withRedis({ replicaOf: primary, config: { 'replica-read-only': 'no' } }, async ({ server, look }) => {
      const redis = await server.connect();
      await until(async () => (await redis.info('replication')).includes('master_link_status:up'), 'it is linked');

      const { causes } = await look({ probes: ['replication', 'members', 'cluster'] });

      assert.deepEqual(causes, ['replica-writable']);
    });
    await primary.stop();
  });

  it('kernel settings of the host are only blamed together with what Redis itself shows', async () => {
    await withRedis({ config: { save: '60 1', dir: '/proc' } }, async ({ server, look }) => {
      const redis = await server.connect();
      await redis.set('a', 'b');
      await redis.call('BGSAVE');
      await until(async () => (await redis.info('persistence')).includes('rdb_last_bgsave_status:err'), 'the save has failed');
      const strict = { 'memory.overcommit': 2, 'memory.committedRatio': 0.97, 'memory.availableRatio': 0.1 };

      const refused = await look({ probes: ['persistence', 'memory', 'latency'], hostFacts: strict });
      const allowed = await look({ probes: ['persistence', 'memory', 'latency'], hostFacts: { ...strict, 'memory.overcommit': 1 } });
      const pages = await look({ probes: ['latency'], hostFacts: { 'memory.transparentHugePages': 'always' } });

      assert.deepEqual(refused.causes, ['fork-refused']);
      assert.deepEqual(allowed.causes, ['bgsave-refuses-writes']);
      // Forks of an empty Redis take no time: nothing has been slow.
      assert.deepEqual(pages.causes, []);
    });
  });

  it('all have a name of their own', () => {
    assert.equal(new Set(ids).size, ids.length);
  });
});
