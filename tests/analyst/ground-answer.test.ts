import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groundAnswer } from '../../src/analyst/ground-answer.ts';
import { ordersCase } from './fixtures/orders-case.ts';

test('groundAnswer() keeps what the cited evidence shows, and nothing else', () => {
  const evidenceIds = ['ev_memory0000000000', 'ev_invented'];

  assert.deepEqual(groundAnswer({ text: '已用 100 MiB。有 777 个错误。', evidenceIds }, ordersCase), {
    text: '已用 100 MiB。',
    evidenceIds: ['ev_memory0000000000'],
  });
  assert.equal(groundAnswer({ text: 'It is fine.', evidenceIds: [] }, ordersCase), null);
  assert.equal(groundAnswer({ text: '有 777 个错误。', evidenceIds }, ordersCase), null);
});
