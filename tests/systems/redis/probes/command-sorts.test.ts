import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillsKeys, readsKeys } from '../../../../src/systems/redis/probes/command-sorts.ts';

test('fillsKeys and readsKeys tell who puts something there from who asks for it', () => {
  const sorts = (name: string): string => `${fillsKeys.test(name) ? 'fills' : ''}${readsKeys.test(name) ? 'reads' : ''}`;

  assert.deepEqual(['set', 'setex', 'hset', 'lpush', 'xadd', 'mset'].map(sorts), Array(6).fill('fills'));
  assert.deepEqual(['get', 'mget', 'hgetall', 'exists', 'zrangebyscore', 'lrange'].map(sorts), Array(6).fill('reads'));
  assert.deepEqual(['blpop', 'lpop', 'del', 'expire', 'select', 'client|list', 'ping'].map(sorts), Array(7).fill(''));
});
