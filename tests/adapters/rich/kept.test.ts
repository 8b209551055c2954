import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createKept } from '../../../src/adapters/rich/kept.ts';
import { createMemory } from '../dingtalk/dingtalk-harness.ts';

const text = (value: unknown) => (typeof value === 'string' ? value : null);

it('createKept() remembers beyond the process, the newest only', async () => {
  const memory = createMemory();
  const kept = createKept(memory, 'x', 2, text);

  for (const key of ['a', 'b', 'c']) await kept.set(key, key.toUpperCase());
  const again = createKept(memory, 'x', 2, text);

  assert.deepEqual(await Promise.all(['a', 'b', 'c'].map((key) => again.get(key))), [undefined, 'B', 'C']);
});

it('createKept() passes over what it can’t read, and needs no memory', async () => {
  const memory = createMemory();
  memory.values.set('x', [['a', 1], 'junk', ['b', 'B']]);
  const kept = createKept(memory, 'x', 5, text);
  const alone = createKept(null, 'x', 5, text);
  await alone.set('a', 'A');

  assert.deepEqual([await kept.get('a'), await kept.get('b'), await alone.get('a')], [undefined, 'B', 'A']);
});
