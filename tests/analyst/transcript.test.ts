import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMask } from '../../src/analyst/mask.ts';
import { compact, maskTableOf, responseOf, sizeOf, type TranscriptItem, transcriptOf } from '../../src/analyst/transcript.ts';
import type { ModelCall } from '../../src/store/model-contract.ts';
import { allMasks } from './fixtures/analyst.ts';

const mask = createMask(allMasks);
const row: ModelCall = {
  incidentId: 'inc_1',
  run: 1,
  turn: 1,
  profile: 'peer',
  request: {
    items: [
      { role: 'system', text: 'rules' },
      { role: 'user', text: 'brief of «ip-1»' },
    ],
    mask: { '«ip-1»': '10.0.0.1' },
  },
  response: { text: '', calls: [{ id: 'call_1', name: 'look', arguments: '{}' }] },
  tokens: 5,
};
const results = (text: string): TranscriptItem => ({
  role: 'results',
  results: [{ callId: 'call_1', name: 'look', text: mask.mask(text) }],
});
const long = `⟦aaaa\nev_1 orders-cache/memory: full\n${'x'.repeat(5_000)}\naaaa⟧`;

test('transcriptOf() rebuilds what was sent and said', () => {
  assert.deepEqual(transcriptOf([row], createMask(allMasks, maskTableOf([row]))), [
    { role: 'system', text: 'rules' },
    { role: 'user', text: 'brief of «ip-1»' },
    { role: 'assistant', text: '', calls: [{ id: 'call_1', name: 'look', arguments: '{}' }] },
  ]);
});

test('maskTableOf() and responseOf() read a row, and refuse what is none', () => {
  assert.deepEqual(maskTableOf([row]), { '«ip-1»': '10.0.0.1' });
  assert.equal(responseOf(row).calls[0]?.name, 'look');
  assert.throws(() => responseOf({ ...row, response: {} }));
});

test('compact() shortens the oldest results first, keeps the newest, and is the same each time', () => {
  const items = [results(long), results(long), results(long)];
  const once = compact(items, 11_000, mask);

  assert.ok(sizeOf(once) <= 11_000);
  assert.match(JSON.stringify(once[0]), /shortened; read_evidence shows it/);
  assert.equal(once[1], items[1]);
  assert.equal(compact(items, 100, mask)[2], items[2]);
  assert.deepEqual(compact(items, 11_000, mask), once);
  assert.equal(compact(items, 1_000_000, mask), items);
});
