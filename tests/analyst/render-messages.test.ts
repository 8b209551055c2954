import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMask } from '../../src/analyst/mask.ts';
import { renderMessages, renderTools } from '../../src/analyst/render-messages.ts';
import { answerTools } from '../../src/analyst/tools.ts';
import type { TranscriptItem } from '../../src/analyst/transcript.ts';
import { allMasks } from './fixtures/analyst.ts';

const { mask } = createMask(allMasks);
const items: readonly TranscriptItem[] = [
  { role: 'system', text: mask('rules') },
  { role: 'assistant', text: mask(''), calls: [{ id: 'call_1', name: 'look', arguments: mask('{"probe":"memory"}') }] },
  { role: 'results', results: [{ callId: 'call_1', name: 'look', text: mask('full') }] },
  { role: 'assistant', text: mask('done'), calls: [] },
];

test('renderMessages() writes calls and results as the protocol has them', () => {
  assert.deepEqual(renderMessages(items, true), [
    { role: 'system', content: 'rules' },
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'look', arguments: '{"probe":"memory"}' } }],
    },
    { role: 'tool', tool_call_id: 'call_1', content: 'full' },
    { role: 'assistant', content: 'done' },
  ]);
});

test('renderMessages() writes them as words for a server without tools', () => {
  assert.deepEqual(renderMessages(items, false), [
    { role: 'system', content: 'rules' },
    { role: 'assistant', content: '{"name":"look","arguments":{"probe":"memory"}}' },
    { role: 'user', content: 'Result of look:\nfull' },
    { role: 'assistant', content: 'done' },
  ]);
});

test('renderTools() wraps each tool as a function', () => {
  assert.deepEqual(
    renderTools(answerTools).map((tool) => [tool.type, tool.function.name]),
    [
      ['function', 'read_evidence'],
      ['function', 'answer'],
    ],
  );
});
