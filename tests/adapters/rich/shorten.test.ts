import assert from 'node:assert/strict';
import { it } from 'node:test';
import { byteLength, cutAt, shorten } from '../../../src/adapters/rich/shorten.ts';

it('shorten() keeps what fits and marks what was cut', () => {
  assert.equal(shorten('abc', 3), 'abc');
  assert.equal(shorten('abcd', 3), 'ab…');
  assert.equal(shorten('abcd', 1), '…');
  assert.equal(shorten('abcd', 0), '');
});

it('cutAt() never ends inside a character', () => {
  assert.equal(cutAt('a🔥b', 2), 'a');
  assert.equal(cutAt('a🔥b', 3), 'a🔥');
});

it('byteLength() counts UTF-8', () => {
  assert.equal(byteLength('值班'), 6);
});
