import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ChatError } from '../../src/adapters/contract.ts';

test('ChatError keeps its kind, when to try again, the platform’s code and its cause', () => {
  const cause = new Error('429');
  const error = new ChatError('rate', 'slow down', { retryAfterMs: 1_000, platformCode: 'ratelimited', cause });

  assert.deepEqual([error.kind, error.retryAfterMs, error.platformCode, error.cause], ['rate', 1_000, 'ratelimited', cause]);
});

test('ChatError without more is not to be tried at a certain time, and has no cause', () => {
  const error = new ChatError('gone', 'the message was deleted');

  assert.deepEqual([error.retryAfterMs, error.platformCode, 'cause' in error], [null, null, false]);
});
