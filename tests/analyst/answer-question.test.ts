import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callChunks, type LlmPeer, type PeerAnswer, startLlmPeer } from '../peers/llm/llm-peer.ts';
import { analystWith, profileAt, type TestAnalyst } from './fixtures/analyst.ts';
import { ordersCase } from './fixtures/orders-case.ts';

const answer = (text: string, evidenceIds: readonly string[]): PeerAnswer => ({
  kind: 'calls',
  calls: [{ name: 'answer', arguments: { text, evidenceIds } }],
});

async function asking(reply: (index: number) => PeerAnswer, use: (made: TestAnalyst, peer: LlmPeer) => Promise<void>): Promise<void> {
  const peer = await startLlmPeer((_request, index) => reply(index));
  try {
    await use(analystWith([profileAt(peer.url)]), peer);
  } finally {
    await peer.close();
  }
}

test('answerQuestion() answers from cited evidence, in plain text', async () => {
  await asking(
    () => answer('已用 100 MiB，见 [图](https://evil.example/x)。', ['ev_memory0000000000', 'ev_invented']),
    async ({ analyst }) => {
      const given = await analyst.answer(ordersCase, '内存用了多少？', 'msg-1', 50_000);

      assert.deepEqual(given, {
        text: { 'zh-CN': '已用 100 MiB，见 图。', en: '已用 100 MiB，见 图。' },
        evidenceIds: ['ev_memory0000000000'],
        profile: 'peer',
      });
    },
  );
});

test('answerQuestion() gives nothing that cites nothing or only quotes invented numbers', async () => {
  for (const reply of [
    answer('It is fine.', []),
    answer('It is fine.', ['ev_invented']),
    answer('There are 777 errors.', ['ev_memory0000000000']),
  ]) {
    await asking(
      () => reply,
      async ({ analyst }) => assert.equal(await analyst.answer(ordersCase, 'How is it?', 'msg-1', 50_000), null),
    );
  }
});

test('answerQuestion() may read evidence first, and answers the same key once', async () => {
  await asking(
    (index) =>
      index === 0
        ? { kind: 'calls', calls: [{ name: 'read_evidence', arguments: { evidenceId: 'ev_clients000000000' } }] }
        : answer('42 connections.', ['ev_clients000000000']),
    async ({ analyst }, peer) => {
      const once = await analyst.answer(ordersCase, 'How many connections?', 'msg-1', 50_000);
      const again = await analyst.answer(ordersCase, 'How many connections?', 'msg-1', 50_000);

      assert.equal(once?.text.en, '42 connections.');
      assert.deepEqual(again, once);
      assert.equal(peer.requests.length, 2);
      assert.ok(!peer.requests.some((request) => request.body.includes('ops@example.com')));
    },
  );
});

test('answerQuestion() stops after three calls, without tokens and without a model', async () => {
  await asking(
    () => ({ kind: 'calls', calls: [{ name: 'read_evidence', arguments: { evidenceId: 'ev_disk000000000000' } }] }),
    async ({ analyst }, peer) => {
      assert.equal(await analyst.answer(ordersCase, 'Why?', 'msg-1', 50_000), null);
      assert.equal(peer.requests.length, 3);
      assert.equal(await analyst.answer(ordersCase, 'Why?', 'msg-2', 500), null);
      assert.equal(peer.requests.length, 3);
    },
  );
  await asking(
    () => ({ kind: 'status', status: 500 }),
    async ({ analyst }) => assert.equal(await analyst.answer(ordersCase, 'Why?', 'msg-1', 50_000), null),
  );
});

test('answerQuestion() tells what is written as it is written, whole sentences only, and the answer is the same', async () => {
  const told: string[] = [];
  let hear = (): void => undefined;
  async function* pieces(): AsyncIterable<string> {
    yield '{"evidenceIds":["ev_memory0000000000"],"text":"已用 100 MiB。还';
    // Nothing more is written before that much was told.
    await new Promise<void>((resolve) => {
      hear = resolve;
      if (told.length > 0) resolve();
    });
    yield '有 777 个错误。内存满了。"}';
  }
  await asking(
    () => ({ kind: 'stream', chunks: callChunks('answer', pieces()) }),
    async ({ analyst }) => {
      const given = await analyst.answer(ordersCase, '内存用了多少？', 'msg-1', 50_000, (text) => {
        told.push(text);
        hear();
      });

      assert.equal(told[0], '已用 100 MiB。');
      assert.equal(given?.text.en, '已用 100 MiB。内存满了。');
    },
  );
});
