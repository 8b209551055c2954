import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AnalystCase, ThinkResult } from '../../src/analyst/contract.ts';
import { type LlmPeer, type PeerAnswer, type PeerRequest, startLlmPeer } from '../peers/llm/llm-peer.ts';
import { allMasks, analystWith, profileAt, type TestAnalyst } from './fixtures/analyst.ts';
import { memoryModelCalls } from './fixtures/model-calls.ts';
import { evidenceOf, ordersCase } from './fixtures/orders-case.ts';
import { honestReport } from './injection/obedient-peer.ts';

const report: PeerAnswer = { kind: 'calls', calls: [{ name: 'report', arguments: honestReport() }] };
const look = (probe: string, parameters: unknown = {}, systemId = 'orders-cache'): PeerAnswer => ({
  kind: 'calls',
  calls: [{ name: 'look', arguments: { systemId, probe, parameters, why: 'to decide' } }],
});

async function withAnalyst(
  answer: (request: PeerRequest, index: number) => PeerAnswer,
  use: (analyst: TestAnalyst, peer: LlmPeer) => Promise<void>,
): Promise<void> {
  const peer = await startLlmPeer(answer);
  try {
    await use(analystWith([profileAt(peer.url)]), peer);
  } finally {
    await peer.close();
  }
}

function think({ analyst }: TestAnalyst, turn: number, given: AnalystCase = ordersCase, tokensLeft = 100_000): Promise<ThinkResult> {
  return analyst.think(given, { run: 1, turn, tokensLeft });
}

const lastText = (peer: LlmPeer): string => peer.requests.at(-1)?.json.messages?.at(-1)?.content ?? '';

test('createLlmAnalyst() turns calls of the catalogue into looks, and tells the model what they brought', async () => {
  await withAnalyst(
    (_request, index) => (index === 0 ? look('slowlog', { count: 8 }) : report),
    async (made, peer) => {
      const first = await think(made, 1);
      const slow = evidenceOf(
        'ev_slow000000000000',
        'orders-cache',
        'slowlog',
        { 'slowlog.count': 3 },
        { parameters: { count: 8 }, text: 'KEYS *' },
      );
      const second = await think(made, 2, { ...ordersCase, evidence: [...ordersCase.evidence, slow] });

      assert.deepEqual(first, {
        kind: 'looks',
        tokens: 100,
        looks: [{ systemId: 'orders-cache', probe: 'slowlog', parameters: { count: 8 }, why: 'to decide' }],
      });
      assert.equal(second.kind, 'report');
      assert.match(lastText(peer), /ev_slow000000000000 orders-cache\/slowlog: .*slowlog\.count=3[\s\S]*KEYS \*/);
    },
  );
});

test('createLlmAnalyst() gives the stored outcome for a turn that it had before, without a call', async () => {
  await withAnalyst(
    () => look('slowlog'),
    async (made, peer) => {
      const once = await think(made, 1);
      const again = await think(made, 1);

      assert.deepEqual(again, once);
      assert.equal(peer.requests.length, 1);
    },
  );
});

test('createLlmAnalyst() continues after a crash with the same words and the same placeholders', async () => {
  const store = memoryModelCalls();
  const peer = await startLlmPeer((_request, index) => (index === 0 ? look('slowlog') : report));
  await think(analystWith([profileAt(peer.url)], allMasks, store), 1);
  // More evidence came in before the first, with an address that was not seen yet.
  const early = evidenceOf(
    'ev_early00000000000',
    'web-1',
    'load',
    { 'load.from': '10.99.99.99' },
    { startedAt: '2026-11-20T03:12:30.000Z' },
  );
  const given = { ...ordersCase, evidence: [early, ...ordersCase.evidence] };

  await think(analystWith([profileAt(peer.url)], allMasks, store), 2, given);

  const [first, second] = peer.requests.map((request) => request.json.messages ?? []);
  assert.deepEqual(second?.slice(0, 2), first);
  assert.match(first?.[1]?.content ?? '', /instance=«ip-1»:6379/);
  await peer.close();
});

test('createLlmAnalyst() takes several calls at once and drops repeats and what is known', async () => {
  const calls = [
    { name: 'look', arguments: { systemId: 'orders-cache', probe: 'slowlog' } },
    { name: 'look', arguments: { systemId: 'orders-cache', probe: 'slowlog', parameters: {} } },
    { name: 'look', arguments: { systemId: 'orders-cache', probe: 'memory' } },
    { name: 'look', arguments: { systemId: 'web-1', probe: 'load' } },
  ];
  await withAnalyst(
    (_request, index) => (index === 0 ? { kind: 'calls', calls } : report),
    async (made, peer) => {
      const result = await think(made, 1);
      await think(made, 2);

      assert.deepEqual(result.kind === 'looks' && result.looks.map((each) => `${each.systemId}/${each.probe}`), [
        'orders-cache/slowlog',
        'web-1/load',
      ]);
      const results = (peer.requests[1]?.json.messages ?? []).filter((message) => message.role === 'tool');
      assert.equal(results.length, 4);
      assert.match(results[2]?.content ?? '', /ev_memory0000000000/);
      assert.match(results[3]?.content ?? '', /^error: it was not taken/);
    },
  );
});

const mistakes: readonly { readonly name: string; readonly answer: PeerAnswer; readonly told: RegExp }[] = [
  { name: 'an unknown system', answer: look('memory', {}, 'payments-db'), told: /no such system; systems: orders-cache, web-1/ },
  { name: 'an unknown probe', answer: look('FLUSHALL'), told: /redis has no such probe; probes: memory, clients/ },
  { name: 'wrong parameters', answer: look('slowlog', { count: 9_999 }), told: /slowlog does not take these parameters: count/ },
  { name: 'an unknown parameter', answer: look('slowlog', { command: 'x' }), told: /slowlog does not take these parameters/ },
  { name: 'an unknown tool', answer: { kind: 'calls', calls: [{ name: 'run_command', arguments: {} }] }, told: /there is no such tool/ },
  {
    name: 'arguments that are no JSON',
    answer: { kind: 'calls', calls: [{ name: 'look', arguments: 'memory please' }] },
    told: /no such system/,
  },
  { name: 'an empty report', answer: { kind: 'calls', calls: [{ name: 'report', arguments: {} }] }, told: /it could not be read/ },
  {
    name: 'evidence of elsewhere',
    answer: { kind: 'calls', calls: [{ name: 'read_evidence', arguments: { evidenceId: 'ev_x' } }] },
    told: /no such evidence/,
  },
];

for (const { name, answer, told } of mistakes) {
  test(`createLlmAnalyst() looks at nothing for ${name}, and says so to the model`, async () => {
    await withAnalyst(
      (_request, index) => (index === 0 ? answer : report),
      async (made, peer) => {
        assert.deepEqual(await think(made, 1), { kind: 'looks', looks: [], tokens: 100 });
        await think(made, 2);

        assert.match(lastText(peer), told);
      },
    );
  });
}

test('createLlmAnalyst() gives up on a model that makes nothing but mistakes', async () => {
  await withAnalyst(
    () => look('FLUSHALL'),
    async (made, peer) => {
      for (const turn of [1, 2, 3]) await think(made, turn);
      const last = await think(made, 4);

      assert.deepEqual(last, { kind: 'unavailable', reason: 'the model made no progress', tokens: 0 });
      assert.equal(peer.requests.length, 3);
      assert.equal(await made.analyst.conclude(ordersCase, 1), null);
    },
  );
});

test('createLlmAnalyst() shows raw evidence by pages, masked', async () => {
  const text = `requirepass hunter2secret\n${'x'.repeat(9_000)}`;
  const long = evidenceOf('ev_long000000000000', 'orders-cache', 'server', {}, { text });
  await withAnalyst(
    () => ({ kind: 'calls', calls: [{ name: 'read_evidence', arguments: { evidenceId: long.id, offset: 0 } }] }),
    async (made, peer) => {
      const given = { ...ordersCase, evidence: [...ordersCase.evidence, long] };
      await think(made, 1, given);
      await think(made, 2, given);

      assert.match(lastText(peer), /requirepass «secret»/);
      assert.match(lastText(peer), /more characters from offset 4000/);
      assert.ok(Buffer.byteLength(lastText(peer)) < 5_000);
    },
  );
});

test('createLlmAnalyst() offers only the report on the last call', async () => {
  await withAnalyst(
    () => look('slowlog'),
    async (made, peer) => {
      const incident = { ...ordersCase.incident, budget: { ...ordersCase.incident.budget, llmCallsMax: 2 } };
      await think(made, 1, { ...ordersCase, incident });
      await think(made, 2, { ...ordersCase, incident });

      assert.deepEqual(
        peer.requests[1]?.json.tools?.map((tool) => tool.function.name),
        ['report'],
      );
      assert.match(lastText(peer), /last call/);
    },
  );
});

test('createLlmAnalyst() does not ask with too few tokens left, and asks for no more than there are', async () => {
  await withAnalyst(
    () => report,
    async (made, peer) => {
      assert.equal((await think(made, 1, ordersCase, 1_000)).kind, 'unavailable');
      assert.equal(peer.requests.length, 0);

      await think(made, 1, ordersCase, 2_500);
      const limit = peer.requests[0]?.json.max_tokens;
      assert.ok(typeof limit === 'number' && limit < 1_500, String(limit));
    },
  );
});

test('createLlmAnalyst() reads calls from words, and talks in words to a server without tools', async () => {
  await withAnalyst(
    (request, index) => {
      if ('tools' in request.json) return { kind: 'status', status: 400, body: '{"error":{"message":"tools are not supported"}}' };
      return index === 1
        ? { kind: 'text', text: '<think>{"x":1}</think>Sure!\n```json\n{"looks":[{"systemId":"orders-cache","probe":"slowlog",},]}\n```' }
        : { kind: 'text', text: JSON.stringify({ report: honestReport() }) };
    },
    async (made, peer) => {
      const first = await think(made, 1);
      const second = await think(made, 2);

      assert.equal(first.kind === 'looks' && first.looks[0]?.probe, 'slowlog');
      assert.equal(second.kind, 'report');
      assert.deepEqual(
        peer.requests.at(-1)?.json.messages?.map((message) => message.role),
        ['system', 'user', 'assistant', 'user'],
      );
    },
  );
});

test('createLlmAnalyst() is unavailable without a word of an error when nobody answers', async () => {
  await withAnalyst(
    () => ({ kind: 'status', status: 500 }),
    async (made) => {
      assert.deepEqual(await think(made, 1), { kind: 'unavailable', reason: 'peer: error', tokens: 0 });
      assert.equal(made.store.rows.length, 0);
    },
  );
});

test('createLlmAnalyst() concludes with the grounded report of the run, and of no other run', async () => {
  await withAnalyst(
    () => report,
    async (made) => {
      await think(made, 1);
      const concluded = await made.analyst.conclude(ordersCase, 1);

      assert.equal(concluded?.profile, 'peer');
      assert.equal(concluded?.causes[0]?.state, 'confirmed');
      assert.equal(concluded?.proposals[0]?.standing, 'matched');
      assert.equal(await made.analyst.conclude(ordersCase, 2), null);
    },
  );
});

test('createLlmAnalyst() keeps the first prompt within 12 KB even for a large incident', async () => {
  await withAnalyst(
    () => report,
    async (made, peer) => {
      const evidence = Array.from({ length: 60 }, (_, index) => {
        const facts = Object.fromEntries(Array.from({ length: 80 }, (_each, number) => [`area.fact${number}`, number * 1_234]));
        return evidenceOf(`ev_${String(index).padStart(16, '0')}`, 'orders-cache', 'memory', facts, { text: 'x'.repeat(16_000) });
      });
      const alerts = Array.from({ length: 50 }, () => ordersCase.alerts).flat();
      await think(made, 1, { ...ordersCase, evidence, alerts });

      assert.ok(Buffer.byteLength(peer.requests[0]?.body ?? '') <= 12 * 1_024, String(Buffer.byteLength(peer.requests[0]?.body ?? '')));
    },
  );
});
