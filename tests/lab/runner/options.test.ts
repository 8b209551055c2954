import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseOptions } from './options.ts';

test('parseOptions() has the fast tier and the offline analyst by default', () => {
  const { tiers, analyst, approve, only, json } = parseOptions([]);

  assert.deepEqual([tiers, analyst, approve, only, json], [['fast'], 'offline', false, [], null]);
});

test('parseOptions() takes tiers with those below them', () => {
  assert.deepEqual(parseOptions(['--tier', 'medium']).tiers, ['fast', 'medium']);
  assert.deepEqual(parseOptions(['--tier', 'all']).tiers, ['fast', 'medium', 'slow']);
});

test('parseOptions() refuses what it does not know', () => {
  assert.throws(() => parseOptions(['--tier', 'quick']), /--tier: expected fast, medium or all/);
  assert.throws(() => parseOptions(['--analyst', 'magic']), /--analyst: expected offline or llm/);
  assert.throws(() => parseOptions(['--analyst', 'llm']), /needs --config/);
  assert.throws(() => parseOptions(['--fast']), /--fast/);
});
