import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { z } from 'zod';
import { redisAction } from '../../../src/systems/redis/actions/redis-action.ts';
import { redisActions } from '../../../src/systems/redis/actions.ts';
import { RedisFailure } from '../../../src/systems/redis/failure.ts';
import { contextOf } from '../../contracts/system.ts';
import { redisClient, redisEntry } from './diagnose.ts';

const text = { 'zh-CN': '无', en: 'none' };

describe('redisActions', () => {
  it('what loses data for good is critical', () => {
    const critical = redisActions.filter((action) => action.risk === 'critical').map((action) => action.name);

    assert.deepEqual(critical, ['trim-list', 'replicaof']);
  });
});

describe('redisAction()', () => {
  it('turns a Redis that cannot be used into blocked and not met, and parses arguments before anything', async () => {
    const fail = () => Promise.reject(new RedisFailure('Redis is away', { problem: 'refused', stage: 'connect' }));
    const action = redisAction({
      name: 'x',
      risk: 'low',
      arguments: z.strictObject({ key: z.string() }),
      verifyWithinMs: 1_000,
      summary: ({ key }) => ({ 'zh-CN': key, en: key }),
      effect: () => text,
      verification: () => text,
      precheck: fail,
      isApplied: fail,
      apply: fail,
      verify: fail,
      undo: { impossible: text },
    });
    const entry = redisEntry('redis://127.0.0.1:1');
    const context = contextOf(entry, 1_000);

    assert.equal((await action.precheck(redisClient(entry), { key: 'k' }, context)).state, 'blocked');
    assert.equal((await action.verify(redisClient(entry), { key: 'k' }, {}, context)).isMet, false);
    assert.equal(action.summary({ key: 'k' }).en, 'k');
    assert.throws(() => action.summary({ key: 1 }), z.ZodError);
  });
});
