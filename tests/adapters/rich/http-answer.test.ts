import assert from 'node:assert/strict';
import { it } from 'node:test';
import { headerOf, jsonAnswer, plainAnswer } from '../../../src/adapters/rich/http-answer.ts';

it('headerOf() finds a header whatever its case, and the first of several', () => {
  const headers = { 'X-Signature': 'a', 'x-nonce': ['b', 'c'], 'x-none': undefined };

  assert.deepEqual(
    ['x-signature', 'x-nonce', 'x-none', 'x-missing'].map((name) => headerOf(headers, name)),
    ['a', 'b', '', ''],
  );
});

it('plainAnswer() and jsonAnswer() say what they are', () => {
  assert.deepEqual(plainAnswer(401, 'no'), { status: 401, headers: { 'content-type': 'text/plain' }, body: 'no' });
  assert.deepEqual(jsonAnswer(200, { a: 1 }), { status: 200, headers: { 'content-type': 'application/json' }, body: '{"a":1}' });
});
