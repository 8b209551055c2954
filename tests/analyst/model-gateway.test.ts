import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallReport } from '../../src/analyst/contract.ts';
import { createMask } from '../../src/analyst/mask.ts';
import { type Completion, createModelGateway, estimateTokens, type GatewayProfile } from '../../src/analyst/model-gateway.ts';
import { callsOf } from '../../src/analyst/read-reply.ts';
import { type PeerAnswer, startLlmPeer } from '../peers/llm/llm-peer.ts';
import { allMasks, profileAt, testKey } from './fixtures/analyst.ts';
import { type MovableClock, movableClock } from './fixtures/model-calls.ts';

const mask = createMask(allMasks);
const question = { items: [{ role: 'user' as const, text: mask.mask('What is wrong?') }], tools: [], outputTokensMax: 500 };
const good: PeerAnswer = { kind: 'calls', calls: [{ name: 'report', arguments: { summary: 'x', causes: [] } }] };
const noTokens = { tokensSince: async () => 0 };

interface Scene {
  readonly completion: Completion;
  readonly calls: readonly CallReport[];
  readonly clock: MovableClock;
  readonly counts: readonly number[];
  again(): Promise<Completion>;
}

/** Two peers, asked in order; `use` sees what came of it while both are up. */
async function withPeers(
  first: (index: number) => PeerAnswer,
  use: (scene: Scene) => Promise<void> | void,
  more: Partial<GatewayProfile> = {},
): Promise<void> {
  const peers = [await startLlmPeer((_request, index) => first(index)), await startLlmPeer(() => good)];
  const calls: CallReport[] = [];
  const clock = movableClock();
  const profiles = peers.map((peer, index) =>
    profileAt(peer.url, { name: index === 0 ? 'first' : 'second', ...(index === 0 ? more : {}) }),
  );
  const gateway = createModelGateway({ profiles, resolveSecret: () => testKey, clock, onCall: (report) => calls.push(report) });
  const ask = (): Promise<Completion> => gateway.complete(question, noTokens, (reply) => callsOf(reply).length > 0);
  try {
    const completion = await ask();
    await use({ completion, calls, clock, counts: peers.map((peer) => peer.requests.length), again: ask });
  } finally {
    for (const peer of peers) await peer.close();
  }
}

const failures: readonly { readonly name: string; readonly answer: PeerAnswer; readonly outcomes: readonly string[] }[] = [
  {
    name: 'an answer that is no JSON',
    answer: { kind: 'raw', body: '<html>bad gateway</html>', contentType: 'text/html' },
    outcomes: ['garbage', 'garbage'],
  },
  { name: 'JSON that is no completion', answer: { kind: 'raw', body: '{"hello":1}' }, outcomes: ['garbage', 'garbage'] },
  { name: 'no choices', answer: { kind: 'raw', body: '{"choices":[]}' }, outcomes: ['garbage', 'garbage'] },
  { name: 'broken JSON', answer: { kind: 'raw', body: '{"choices":[{"mess' }, outcomes: ['garbage', 'garbage'] },
  { name: 'an empty body', answer: { kind: 'raw', body: '' }, outcomes: ['garbage', 'garbage'] },
  { name: 'an empty answer', answer: { kind: 'text', text: '  ' }, outcomes: ['empty', 'empty'] },
  { name: 'words without a call', answer: { kind: 'text', text: 'I would look at the memory.' }, outcomes: ['garbage', 'garbage'] },
  { name: '500', answer: { kind: 'status', status: 500 }, outcomes: ['error', 'error'] },
  {
    name: '429 with a short wait',
    answer: { kind: 'status', status: 429, headers: { 'retry-after': '2' } },
    outcomes: ['rate-limited', 'rate-limited'],
  },
  { name: '429 with a long wait', answer: { kind: 'status', status: 429, headers: { 'retry-after': '600' } }, outcomes: ['rate-limited'] },
  {
    name: '401',
    answer: { kind: 'status', status: 401, body: `{"error":{"message":"Incorrect API key provided: ${testKey}"}}` },
    outcomes: ['refused'],
  },
  { name: 'a connection that is cut', answer: { kind: 'cut', body: '{"choices":' }, outcomes: ['error', 'error'] },
  {
    name: 'a redirect',
    answer: { kind: 'status', status: 307, headers: { location: 'http://127.0.0.1:1/' } },
    outcomes: ['error', 'error'],
  },
  { name: 'a flood', answer: { kind: 'flood' }, outcomes: ['error', 'error'] },
];

for (const { name, answer, outcomes } of failures) {
  test(`createModelGateway() asks the next profile after ${name}`, async () => {
    await withPeers(
      () => answer,
      ({ completion, calls }) => {
        assert.equal(completion.kind === 'reply' && completion.profile, 'second');
        assert.deepEqual(
          calls.filter((call) => call.profile === 'first').map((call) => call.outcome),
          outcomes,
        );
        assert.ok(!JSON.stringify([completion, calls]).includes(testKey));
      },
    );
  });
}

for (const kind of ['hang', 'trickle'] as const) {
  test(`createModelGateway() does not wait longer than its limit for a server that would ${kind}`, async () => {
    await withPeers(
      () => ({ kind }),
      ({ completion, calls, counts }) => {
        assert.equal(completion.kind === 'reply' && completion.profile, 'second');
        assert.equal(calls[0]?.outcome, 'timeout');
        assert.equal(counts[0], 1);
      },
      { timeoutMs: 300 },
    );
  });
}

test('createModelGateway() retries once, after the pause that the server asks for', async () => {
  await withPeers(
    (index) => (index === 0 ? { kind: 'status', status: 429, headers: { 'retry-after': '2' } } : good),
    ({ completion, clock, counts }) => {
      assert.equal(completion.kind === 'reply' && completion.profile, 'first');
      assert.deepEqual(clock.slept, [2_000]);
      assert.deepEqual(counts, [2, 0]);
    },
  );
});

test('createModelGateway() lets a failing profile rest, and asks it again afterwards', async () => {
  let isWell = false;
  await withPeers(
    () => (isWell ? good : { kind: 'status', status: 500 }),
    async ({ again, calls, clock }) => {
      await again();
      await again();
      const resting = await again();
      assert.equal(resting.kind === 'reply' && resting.profile, 'second');
      assert.equal(calls.filter((call) => call.profile === 'first').at(-1)?.outcome, 'resting');

      isWell = true;
      clock.move(600_000);
      const recovered = await again();
      assert.equal(recovered.kind === 'reply' && recovered.profile, 'first');
    },
  );
});

test('createModelGateway() does not try a refused key again at every turn', async () => {
  await withPeers(
    () => ({ kind: 'status', status: 403 }),
    async ({ again, calls }) => {
      await again();

      assert.deepEqual(
        calls.filter((call) => call.profile === 'first').map((call) => call.outcome),
        ['refused', 'resting'],
      );
    },
  );
});

test('createModelGateway() leaves a profile alone whose tokens of the day are used up', async () => {
  await withPeers(
    () => good,
    ({ completion, counts }) => {
      assert.equal(completion.kind === 'reply' && completion.profile, 'second');
      assert.deepEqual(counts, [0, 1]);
    },
    { tokensPerDay: 400 },
  );
});

test('createModelGateway() counts the tokens of useless answers against the day', async () => {
  await withPeers(
    () => ({ kind: 'text', text: 'words', tokens: 900 }),
    async ({ again, calls, completion }) => {
      assert.equal(completion.tokens, 1_900);
      await again();

      assert.equal(calls.filter((call) => call.profile === 'first').at(-1)?.outcome, 'over-budget');
    },
    { tokensPerDay: 2_000 },
  );
});

test('createModelGateway() says which profile failed and how, when none answers', async () => {
  const peer = await startLlmPeer(() => ({ kind: 'status', status: 500, body: `{"error":{"message":"${testKey}"}}` }));
  const gateway = createModelGateway({ profiles: [profileAt(peer.url)], resolveSecret: () => testKey, clock: movableClock() });

  const completion = await gateway.complete(question, noTokens, () => true);

  assert.deepEqual(completion, { kind: 'unavailable', reason: 'peer: error', tokens: 0 });
  await peer.close();
});

test('createModelGateway() is unavailable without profiles, with a dead port and with an unset key', async () => {
  const clock = movableClock();
  const none = createModelGateway({ profiles: [], resolveSecret: () => testKey, clock });
  const dead = createModelGateway({ profiles: [profileAt('http://127.0.0.1:1/v1')], resolveSecret: () => testKey, clock });
  const unset = createModelGateway({
    profiles: [profileAt('http://127.0.0.1:1/v1')],
    resolveSecret: () => {
      throw new Error('PEER_KEY is not set');
    },
    clock,
  });

  const reasons = [];
  for (const gateway of [none, dead, unset]) {
    const completion = await gateway.complete(question, noTokens, () => true);
    reasons.push(completion.kind === 'unavailable' ? completion.reason : 'answered');
  }

  assert.deepEqual(reasons, ['no profile is configured', 'peer: error', 'peer: refused']);
});

test('estimateTokens() grows with the question', () => {
  assert.ok(estimateTokens(question) > 10);
  assert.ok(estimateTokens({ ...question, items: [...question.items, ...question.items] }) > estimateTokens(question));
});
