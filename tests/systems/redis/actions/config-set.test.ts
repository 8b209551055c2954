import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { configSet, configSetDurability } from '../../../../src/systems/redis/actions/config-set.ts';
import { acting } from '../../../support/acting.ts';
import { withRedis } from '../with-redis.ts';

describe('configSet', () => {
  const cases: readonly (readonly [parameter: string, value: string | number])[] = [
    ['maxmemory', '64mb'],
    ['maxmemory', 67_108_864],
    ['maxclients', 500],
    ['timeout', '300'],
    ['slowlog-log-slower-than', '5000'],
    ['repl-backlog-size', '4mb'],
    ['client-output-buffer-limit', 'replica 512mb 128mb 60'],
    ['client-output-buffer-limit', 'pubsub 8388608 1048576 30'],
    ['lazyfree-lazy-user-del', 'yes'],
  ];

  for (const [parameter, value] of cases) {
    it(`sets ${parameter} to ${String(value)} and brings exactly the old value back`, async () => {
      await withRedis({}, async ({ server, client, entry }) => {
        const redis = await server.connect();
        const old = await redis.config('GET', parameter);
        const act = acting(configSet, { parameter, value }, client, entry);

        const before = await act.run();
        assert.notDeepEqual(await redis.config('GET', parameter), old);
        assert.equal((await act.precheck()).state, 'already');
        assert.equal(await act.isApplied(before), true);
        await act.undo(before);

        assert.deepEqual(await redis.config('GET', parameter), old);
        assert.equal(await act.isApplied(before), false);
      });
    });
  }

  it('refuses a limit below what is in use, and fewer clients than there are', async () => {
    await withRedis({}, async ({ server, client, entry }) => {
      await Promise.all([server.connect(), server.connect(), server.connect()]);

      assert.equal((await acting(configSet, { parameter: 'maxmemory', value: '100kb' }, client, entry).precheck()).state, 'blocked');
      assert.equal((await acting(configSet, { parameter: 'maxmemory', value: '9000gb' }, client, entry).precheck()).state, 'blocked');
      assert.equal((await acting(configSet, { parameter: 'maxclients', value: 2 }, client, entry).precheck()).state, 'blocked');
    });
  });

  it('knows no parameter that could run code, move files or show a password', () => {
    for (const parameter of [
      'dir',
      'dbfilename',
      'requirepass',
      'masterauth',
      'aclfile',
      'loadmodule',
      'appenddirname',
      'bind',
      'unixsocket',
    ])
      for (const action of [configSet, configSetDurability])
        assert.equal(action.arguments.safeParse({ parameter, value: 'x' }).success, false, parameter);
  });

  it('refuses values that the parameter cannot have', () => {
    const wrong = { maxmemory: '-1', timeout: 'soon', 'client-output-buffer-limit': 'everything 0 0 0', activedefrag: 'maybe' };
    for (const [parameter, value] of Object.entries(wrong))
      assert.equal(configSet.arguments.safeParse({ parameter, value }).success, false, parameter);
  });

  it('is blocked, not thrown, when Redis is gone', async () => {
    await withRedis({}, async ({ server, client, entry }) => {
      await server.kill();

      const answer = await acting(configSet, { parameter: 'timeout', value: 300 }, client, entry).precheck();

      assert.equal(answer.state, 'blocked');
    });
  });
});

describe('configSetDurability', () => {
  const cases = {
    'stop-writes-on-bgsave-error': 'no',
    'maxmemory-policy': 'allkeys-lru',
    'min-replicas-to-write': '1',
    save: '60 100 300 10',
    appendfsync: 'always',
    appendonly: 'yes',
  };

  it('is riskier than settings that lose nothing, and as exactly undone', async () => {
    assert.deepEqual([configSet.risk, configSetDurability.risk], ['medium', 'high']);
    await withRedis({ config: { save: '3600 1' } }, async ({ server, client, entry }) => {
      const redis = await server.connect();
      for (const [parameter, value] of Object.entries(cases)) {
        const old = await redis.config('GET', parameter);
        const act = acting(configSetDurability, { parameter, value }, client, entry);

        await act.undo(await act.run());

        assert.deepEqual(await redis.config('GET', parameter), old, parameter);
      }
    });
  });
});
