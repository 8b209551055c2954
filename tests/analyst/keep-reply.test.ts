import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepReply } from '../../src/analyst/keep-reply.ts';
import { createMask } from '../../src/analyst/mask.ts';
import { allMasks } from './fixtures/analyst.ts';

test('keepReply() numbers the calls itself, masks what they say and stays JSON', () => {
  const arguments_ = JSON.stringify({ summary: 'set password="x y" on 10.0.0.1', env: '{"name":"DB_PASSWORD","value":"hunter2"}' });
  const kept = keepReply({ text: 'token=abc', calls: [{ id: '"; drop', name: 'report', arguments: arguments_ }] }, createMask(allMasks));

  assert.equal(kept.text, 'token=«secret»');
  assert.equal(kept.calls[0]?.id, 'call_1');
  assert.deepEqual(JSON.parse(kept.calls[0]?.arguments ?? ''), {
    summary: 'set password="«secret»" on «ip-1»',
    env: '{"name":"DB_PASSWORD","value":"«secret»"}',
  });
});

test('keepReply() gives strange names and endless arguments a known form', () => {
  const endless = JSON.stringify({ summary: 'x '.repeat(20_000) });
  const kept = keepReply({ text: '', calls: [{ id: '1', name: 'rm -rf /', arguments: endless }] }, createMask(allMasks));

  assert.deepEqual(kept.calls, [{ id: 'call_1', name: 'unknown', arguments: '{}' }]);
});
