import assert from 'node:assert/strict';
import { it } from 'node:test';
import { parseJson, readFrame, topics } from '../../../src/adapters/dingtalk/frames.ts';

it('readFrame() reads what is one, with its data parsed, and nothing else', () => {
  const frame = readFrame({ specVersion: '1.0', type: 'CALLBACK', headers: { topic: topics.card, messageId: 'm1' }, data: '{"a":1}' });

  assert.deepEqual(frame, { type: 'CALLBACK', topic: topics.card, messageId: 'm1', data: { a: 1 } });
  for (const raw of [null, 1, 'x', [], {}, { type: 'OTHER', headers: { topic: 't' } }, { type: 'EVENT', headers: {} }])
    assert.equal(readFrame(raw), null);
});

it('parseJson() is null for what is none', () => {
  assert.equal(parseJson('{'), null);
  assert.deepEqual(parseJson('[1]'), [1]);
});
