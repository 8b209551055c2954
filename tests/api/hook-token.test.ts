import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokenIn } from '../../src/api/hook-token.ts';

test('tokenIn() reads a bearer token or the password of basic auth', () => {
  assert.equal(tokenIn('Bearer abc'), 'abc');
  assert.equal(tokenIn(`Basic ${Buffer.from('anyone:a:b').toString('base64')}`), 'a:b');
  assert.equal(tokenIn('Digest abc'), null);
  assert.equal(tokenIn(undefined), null);
});
