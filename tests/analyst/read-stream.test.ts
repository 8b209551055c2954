import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readStream } from '../../src/analyst/read-stream.ts';
import { callChunks, chunkOf } from '../peers/llm/llm-peer.ts';

async function* sent(chunks: Iterable<unknown>): AsyncIterable<unknown> {
  yield* chunks;
}

test('readStream() puts a call together and tells after each piece what there is', async () => {
  const told: string[] = [];

  const answer = await readStream(callChunks('answer', ['{"evide', 'nceIds":[', ']}'], 42), ({ calls }) => {
    told.push(calls[0]?.arguments ?? '');
  });

  assert.deepEqual(told, ['', '{"evide', '{"evidenceIds":[', '{"evidenceIds":[]}']);
  assert.deepEqual(answer, {
    choices: [{ message: { content: '', tool_calls: [{ id: 'peer_0', function: { name: 'answer', arguments: '{"evidenceIds":[]}' } }] } }],
    usage: { total_tokens: 42 },
  });
});

test('readStream() takes words, calls without an index, and passes over what it can’t read', async () => {
  const chunks = [
    chunkOf({ content: 'I ' }),
    { choices: 'junk' },
    chunkOf({ content: 'look.' }),
    chunkOf({ tool_calls: [{ function: { name: 'look', arguments: '{"a"' } }] }),
    chunkOf({ tool_calls: [{ function: { arguments: ':1}' } }] }),
    chunkOf({ tool_calls: [{ function: { name: 'report', arguments: '{}' } }] }),
  ];

  const answer = await readStream(sent(chunks), () => undefined);

  const calls = [
    { id: '', function: { name: 'look', arguments: '{"a":1}' } },
    { id: '', function: { name: 'report', arguments: '{}' } },
  ];
  assert.deepEqual(answer, { choices: [{ message: { content: 'I look.', tool_calls: calls } }], usage: null });
});

test('readStream() gives no choice where nothing was said', async () => {
  assert.deepEqual(await readStream(sent([{ error: 'x' }]), () => undefined), { choices: [], usage: null });
});
