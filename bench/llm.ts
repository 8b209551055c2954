/** CPU, wall time and bytes of prompt of one investigation with a model that answers at once: four turns of looks, then the report. */

import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { AnalystCase, CaseProbe } from '../src/analyst/contract.ts';
import { createLlmAnalyst } from '../src/analyst/llm.ts';
import { readPrompts } from '../src/analyst/read-prompts.ts';
import type { Evidence } from '../src/domain/evidence.ts';
import { sameText } from '../src/domain/text.ts';
import type { ModelCall } from '../src/store/model-contract.ts';
import type { Table } from './table.ts';

interface LlmRuns {
  readonly wallSeconds: readonly number[];
  /** CPU of this process, the stub included; the first run loads the SDK. */
  readonly cpuSeconds: readonly number[];
  readonly promptBytes: { readonly first: number; readonly last: number };
  readonly modelCalls: number;
}

export async function llmTable(): Promise<readonly Table[]> {
  const { wallSeconds, cpuSeconds, promptBytes, modelCalls } = await measure(21);
  return [
    {
      title: 'llm · an investigation of four looks with a model that answers at once',
      rows: [
        { name: 'wall, the first of the process', unit: 's', values: wallSeconds.slice(0, 1), aim: 0.35 },
        { name: 'wall, later', unit: 's', values: wallSeconds.slice(1), aim: 0.35 },
        { name: 'CPU, the first of the process', unit: 's', values: cpuSeconds.slice(0, 1), aim: 0.3 },
        { name: 'CPU, later', unit: 's', values: cpuSeconds.slice(1), aim: 0.3 },
        { name: 'first prompt', unit: 'KB', values: [promptBytes.first / 1_024], aim: 12 },
        { name: 'last prompt', unit: 'KB', values: [promptBytes.last / 1_024], aim: null },
      ],
      notes: [`${modelCalls} calls of the model in each; the first of a process loads the SDK.`],
    },
  ];
}

const probeNames = ['memory', 'clients', 'server', 'replication', 'persistence', 'slowlog', 'latency', 'keyspace', 'errors', 'commands'];
const hostProbeNames = ['disk', 'load', 'memory', 'processes', 'network', 'kernel-log', 'services', 'pressure'];
const asked = ['slowlog', 'latency', 'errors', 'commands'];

/** Runs the investigation `runs` times, each with a fresh analyst and an empty store. */
async function measure(runs: number): Promise<LlmRuns> {
  const bodies: number[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      bodies.push(body.byteLength);
      const turns = body.toString('utf8').split('"role":"assistant"').length - 1;
      outgoing.writeHead(200, { 'content-type': 'application/json' });
      outgoing.end(JSON.stringify(answerTo(turns)));
    });
  });
  const url = await listen(server);
  const wall: number[] = [];
  const cpu: number[] = [];
  try {
    for (let run = 0; run < runs; run += 1) {
      bodies.length = 0;
      const cpuBefore = process.cpuUsage();
      const startedMs = performance.now();
      await investigate(url);
      wall.push(performance.now() - startedMs);
      const spent = process.cpuUsage(cpuBefore);
      cpu.push((spent.user + spent.system) / 1e6);
    }
  } finally {
    server.closeAllConnections();
    server.close();
  }
  const secondsOf = wall.map((ms) => ms / 1_000);
  return {
    wallSeconds: secondsOf,
    cpuSeconds: cpu,
    promptBytes: { first: bodies[0] ?? 0, last: bodies.at(-1) ?? 0 },
    modelCalls: bodies.length,
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/v1`;
}

async function investigate(url: string): Promise<void> {
  const rows: ModelCall[] = [];
  const analyst = createLlmAnalyst({
    profiles: [{ name: 'stub', baseUrl: url, model: 'stub', timeoutMs: 10_000, tokensPerDay: 10_000_000 }],
    resolveSecret: () => 'none',
    store: {
      save: async (call) => {
        rows.push(call);
      },
      get: async (_incidentId, _run, turn) => rows.find((row) => row.turn === turn) ?? null,
      ofRun: async () => rows,
      tokensSince: async () => 0,
    },
    clock: { now: () => Date.now(), sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) },
    masking: { email: true, phone: true, id: true, ip: true, words: [] },
    prompts: readPrompts(fileURLToPath(new URL('../config/prompts/', import.meta.url))),
  });
  let given = benchCase();
  for (let turn = 1; turn <= 8; turn += 1) {
    const result = await analyst.think(given, { run: 1, turn, tokensLeft: 120_000 });
    if (result.kind !== 'looks') break;
    const found = result.looks.map((look, index) => evidenceOf(`ev_turn${turn}look${index}`.padEnd(19, '0'), look.systemId, look.probe));
    given = { ...given, evidence: [...given.evidence, ...found] };
  }
  const concluded = await analyst.conclude(given, 1);
  if (concluded?.causes.length !== 1) throw new Error('The investigation did not end with its one cause');
}

function answerTo(turns: number): unknown {
  const probe = asked[turns];
  const call =
    probe === undefined
      ? {
          name: 'report',
          arguments: {
            summary: 'The memory is full.',
            causes: [
              {
                systemId: 'orders-cache',
                title: 'memory is full',
                explanation: 'Nothing is evicted.',
                confidence: 0.7,
                evidenceIds: ['ev_first_memory0000'],
              },
            ],
          },
        }
      : { name: 'look', arguments: { systemId: 'orders-cache', probe, parameters: { count: 8 }, why: 'to separate two causes' } };
  const message = {
    role: 'assistant',
    content: null,
    tool_calls: [{ id: 'c1', type: 'function', function: { name: call.name, arguments: JSON.stringify(call.arguments) } }],
  };
  return { choices: [{ index: 0, finish_reason: 'tool_calls', message }], usage: { total_tokens: 1_000 } };
}

/** A normal incident: three systems, twenty first looks, three alerts. */
function benchCase(): AnalystCase {
  const redis = {
    kind: 'redis',
    runsOn: 'web-1',
    dependsOn: [],
    labels: {},
    actionsEnabled: true,
    probes: probeNames.map(probeOf),
    actions: [],
  };
  const firstLooks = probeNames.filter((name) => !asked.includes(name));
  const alert = {
    status: 'firing' as const,
    labels: { alertname: 'RedisOutOfMemory', instance: '10.20.30.40:6379', job: 'redis', severity: 'critical', team: 'orders' },
    annotations: {
      summary: 'Redis refuses writes',
      description: 'OOM command not allowed when used memory exceeds maxmemory, for five minutes',
    },
    startsAt: '2026-11-20T03:12:00.000Z',
  };
  return {
    incident: {
      id: 'inc_bench',
      code: 'ZB-1',
      title: 'orders-cache refuses writes',
      severity: 'critical',
      question: null,
      locale: 'zh-CN',
      startedAt: '2026-11-20T03:12:00.000Z',
      systemIds: ['orders-cache'],
      budget: { probesMax: 60, secondsMax: 120, llmCallsMax: 12, tokensMax: 120_000 },
    },
    alerts: [alert, alert, alert],
    systems: [
      { ...redis, id: 'orders-cache' },
      { ...redis, id: 'sessions-cache' },
      { id: 'web-1', kind: 'host', dependsOn: [], labels: {}, actionsEnabled: true, probes: hostProbeNames.map(probeOf), actions: [] },
    ],
    evidence: [
      ...firstLooks.map((name) => evidenceOf(`ev_first_${name}`.padEnd(19, '0'), 'orders-cache', name)),
      ...firstLooks.map((name) => evidenceOf(`ev_other_${name}`.padEnd(19, '0'), 'sessions-cache', name)),
      ...hostProbeNames.map((name) => evidenceOf(`ev_host_${name}`.padEnd(19, '0'), 'web-1', name)),
    ],
    hypotheses: [],
    remedies: [],
    notes: { facts: [], ruledOut: [] },
  };
}

function probeOf(name: string): CaseProbe {
  const parameters = z.strictObject({ count: z.number().int().min(1).max(128).default(16) });
  return { name, summary: sameText(`${name}, its limits and what stands out`), parameters, cost: 'cheap' };
}

function evidenceOf(id: string, systemId: string, probe: string): Evidence {
  const facts = Object.fromEntries(Array.from({ length: 30 }, (_each, index) => [`${probe}.value${index}`, index * 1_031]));
  const line = `${probe} client=10.20.30.40:51234 user=ops@example.com cost_ms=12 command=HGETALL orders:42\n`;
  return {
    id,
    incidentId: 'inc_bench',
    systemId,
    probe,
    parameters: { count: 8 },
    round: 1,
    startedAt: '2026-11-20T03:13:00.000Z',
    durationMs: 5,
    isTruncated: false,
    status: 'ok',
    headline: sameText(`${probe} was looked at and 30 values were found`),
    facts,
    query: probe,
    text: line.repeat(160),
  };
}
