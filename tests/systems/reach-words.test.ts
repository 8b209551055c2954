import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chineseReachProblems } from '../../src/systems/reach-words.ts';

test('chineseReachProblems tell each problem in words of its own', () => {
  const words = Object.values(chineseReachProblems);

  assert.equal(new Set(words).size, words.length);
  assert.ok(words.every((word) => /\p{Script=Han}/u.test(word)));
});
