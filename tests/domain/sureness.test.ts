import assert from 'node:assert/strict';
import { test } from 'node:test';
import { surenessOf } from '../../src/domain/sureness.ts';

test('surenessOf() has a word for each probability', () => {
  assert.deepEqual([1, 0.9, 0.89, 0.66, 0.4, 0.33, 0.1].map(surenessOf), [
    'sure',
    'sure',
    'probable',
    'probable',
    'possible',
    'possible',
    'guess',
  ]);
});
