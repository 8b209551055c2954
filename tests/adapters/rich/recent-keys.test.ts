import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createRecentKeys } from '../../../src/adapters/rich/recent-keys.ts';

it('createRecentKeys() forgets the oldest beyond its size, and what is too old', () => {
  let now = 0;
  const keys = createRecentKeys<number>({ now: () => now, sleep: async () => undefined }, { entriesMax: 2, keepMs: 100 });

  keys.set('a', 1);
  keys.set('b', 2);
  keys.set('a', 3);
  keys.set('c', 4);
  now = 50;

  assert.deepEqual([keys.get('a'), keys.get('b'), keys.get('c'), keys.size], [3, undefined, 4, 2]);
  now = 101;
  assert.equal(keys.get('a'), undefined);
  keys.remove('c');
  assert.equal(keys.size, 0);
});
