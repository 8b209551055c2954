import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMask } from '../../src/analyst/mask.ts';
import { createModelEndpoint } from '../../src/analyst/model-endpoint.ts';
import { answerTools } from '../../src/analyst/tools.ts';
import { callChunks, type PeerAnswer, type PeerRequest, startLlmPeer } from '../peers/llm/llm-peer.ts';
import { allMasks, profileAt, testKey } from './fixtures/analyst.ts';

const mask = createMask(allMasks);
const question = { items: [{ role: 'user' as const, text: mask.mask('Why?') }], tools: answerTools, outputTokensMax: 500 };
const good: PeerAnswer = { kind: 'calls', calls: [{ name: 'answer', arguments: { text: 'x', evidenceIds: [] } }], tokens: 77 };

async function ask(answer: (request: PeerRequest) => PeerAnswer, times = 1, more: { readonly temperature?: number } = {}) {
  const peer = await startLlmPeer(answer);
  try {
    const endpoint = createModelEndpoint(profileAt(peer.url, more), testKey);
    const answers = [];
    for (let index = 0; index < times; index += 1) answers.push(await endpoint.ask(question));
    return { answers, requests: peer.requests };
  } finally {
    await peer.close();
  }
}

const refuse = (message: string, status = 400): PeerAnswer => ({ kind: 'status', status, body: JSON.stringify({ error: { message } }) });

test('createModelEndpoint() sends the key, the model, the tools and a limit, and reads the calls', async () => {
  const { answers, requests } = await ask(() => good);

  const [request] = requests;
  assert.equal(request?.headers.authorization, `Bearer ${testKey}`);
  assert.equal(request?.path, '/v1/chat/completions');
  assert.equal(request?.json.model, 'peer-1');
  assert.equal(request?.json.max_tokens, 500);
  assert.deepEqual(
    request?.json.tools?.map((tool) => tool.function.name),
    ['read_evidence', 'answer'],
  );
  assert.deepEqual(answers, [
    {
      kind: 'reply',
      tokens: 77,
      reply: { text: '', calls: [{ id: 'peer_0', name: 'answer', arguments: '{"text":"x","evidenceIds":[]}' }] },
    },
  ]);
});

test('createModelEndpoint() learns that a server wants another name for the limit, and remembers it', async () => {
  const { requests } = await ask((request) => ('max_tokens' in request.json ? refuse("Use 'max_completion_tokens' instead") : good), 2);

  assert.equal(requests.length, 3);
  assert.equal(requests.at(-1)?.json.max_completion_tokens, 500);
});

test('createModelEndpoint() goes on without tools where the server has none', async () => {
  const { answers, requests } = await ask((request) => ('tools' in request.json ? refuse('peer-1 does not support tools') : good), 2);

  assert.equal(requests.length, 3);
  assert.equal(answers[1]?.kind, 'reply');
});

test('createModelEndpoint() leaves out a temperature that the model refuses', async () => {
  const { requests } = await ask((request) => ('temperature' in request.json ? refuse('Unsupported value: temperature') : good), 1, {
    temperature: 0,
  });

  assert.equal(requests.length, 2);
});

test('createModelEndpoint() reads content in parts, calls without ids, and arguments as objects', async () => {
  const message = {
    content: [
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b' },
    ],
    tool_calls: [{ function: { name: 'answer', arguments: { text: 'x' } } }],
  };
  const { answers } = await ask(() => ({ kind: 'raw', body: JSON.stringify({ choices: [{ message }], usage: { total_tokens: -5 } }) }));

  assert.deepEqual(answers, [
    { kind: 'reply', tokens: 0, reply: { text: 'ab', calls: [{ id: 'call-0', name: 'answer', arguments: '{"text":"x"}' }] } },
  ]);
});

test('createModelEndpoint() repeats nothing of what a refusing server says', async () => {
  const { answers } = await ask(() => refuse(`Incorrect API key provided: ${testKey}`, 401));

  assert.deepEqual(answers, [{ kind: 'failed', outcome: 'refused', retryAfterMs: null, tokens: 0 }]);
});

async function stream(answer: (request: PeerRequest) => PeerAnswer, times = 1, more: { readonly timeoutMs?: number } = {}) {
  const peer = await startLlmPeer(answer);
  const partial: string[] = [];
  try {
    const endpoint = createModelEndpoint(profileAt(peer.url, more), testKey);
    const answers = [];
    const onPartial = ({ calls }: { readonly calls: readonly { readonly arguments: string }[] }) =>
      void partial.push(calls[0]?.arguments ?? '');
    for (let index = 0; index < times; index += 1) answers.push(await endpoint.ask({ ...question, onPartial }));
    return { answers, partial, requests: peer.requests };
  } finally {
    await peer.close();
  }
}

const inPieces = (): PeerAnswer => ({ kind: 'stream', chunks: callChunks('answer', ['{"text"', ':"x"}'], 55) });
const whole = { kind: 'reply', tokens: 55, reply: { text: '', calls: [{ id: 'peer_0', name: 'answer', arguments: '{"text":"x"}' }] } };

test('createModelEndpoint() asks for pieces when somebody listens, and gives the whole in the end', async () => {
  const { answers, partial, requests } = await stream(inPieces);

  assert.equal(requests[0]?.json.stream, true);
  assert.deepEqual(requests[0]?.json.stream_options, { include_usage: true });
  assert.deepEqual(answers, [whole]);
  assert.deepEqual(partial, ['', '{"text"', '{"text":"x"}']);
});

test('createModelEndpoint() asks in one piece where streams are refused or unknown, and remembers a refusal', async () => {
  const refused = await stream((request) => ('stream' in request.json ? refuse('stream is not supported') : good), 2);
  const withoutOptions = await stream((request) =>
    'stream_options' in request.json ? refuse('unknown field stream_options') : inPieces(),
  );
  const ignored = await stream(() => good);

  assert.deepEqual([refused.requests.length, refused.answers[1]?.kind, refused.partial], [3, 'reply', []]);
  assert.deepEqual([withoutOptions.requests.length, withoutOptions.answers], [2, [whole]]);
  assert.deepEqual([ignored.requests.length, ignored.answers[0]?.kind], [1, 'reply']);
});

test('createModelEndpoint() asks in one piece after a stream that said nothing', async () => {
  const { answers, requests } = await stream((request) => ('stream' in request.json ? { kind: 'stream', chunks: [{ odd: 1 }] } : good), 2);

  assert.deepEqual(
    answers.map(({ kind }) => kind),
    ['failed', 'reply'],
  );
  assert.equal(requests.length, 2);
});

test('createModelEndpoint() ends a stream that takes too long or says too much', async () => {
  async function* endless(gapMs: number, size: number): AsyncIterable<unknown> {
    for (let count = 0; count < 400; count += 1) {
      yield { filler: 'x'.repeat(size) };
      await new Promise((resolve) => setTimeout(resolve, gapMs));
    }
  }

  const slow = await stream(() => ({ kind: 'stream', chunks: endless(50, 1) }), 1, { timeoutMs: 1_000 });
  const big = await stream(() => ({ kind: 'stream', chunks: endless(0, 100_000) }));

  assert.equal(slow.answers[0]?.kind === 'failed' && slow.answers[0].outcome, 'timeout');
  assert.equal(big.answers[0]?.kind === 'failed' && big.answers[0].outcome, 'error');
});
