import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AdapterHealth, ChatAdapter } from '../../../src/adapters/contract.ts';
import { type HealthSources, readHealth } from '../../../src/main/wire/health.ts';

function adapter(name: string, health: AdapterHealth): ChatAdapter {
  return { name, health: () => health } as ChatAdapter;
}

function sources(change: {
  readonly store?: () => Promise<void>;
  readonly temporal?: () => Promise<void>;
  readonly wasThere?: boolean;
  readonly worker?: 'up' | 'down';
  readonly adapters?: readonly ChatAdapter[];
  readonly voices?: ReadonlyMap<string, string | null>;
  readonly plugins?: ReturnType<HealthSources['plugins']>;
  readonly problem?: string | null;
  readonly needsRestart?: readonly string[];
  readonly engine?: HealthSources['engine'];
}): HealthSources {
  const fine = async (): Promise<void> => undefined;
  return {
    store: { ping: change.store ?? fine },
    link: {
      ping: change.temporal ?? fine,
      health: () => ({
        client: change.temporal === undefined || change.wasThere === true ? 'up' : 'down',
        worker: change.worker ?? 'up',
        reason: 'lost',
      }),
    },
    adapters: new Map((change.adapters ?? []).map((each) => [each.name, each])),
    voices: () => change.voices ?? new Map(),
    feeds: () => new Map(),
    plugins: () => change.plugins ?? [],
    watcher: { state: () => ({ problem: change.problem ?? null, needsRestart: change.needsRestart ?? [] }) },
    engine: change.engine ?? null,
    worker: true,
  } as unknown as HealthSources;
}

async function fails(): Promise<never> {
  throw new Error('refused');
}

const ready = { isReady: true };
const notReady = { isReady: false };
const cases = [
  { name: 'all is well', given: {}, expected: { ...ready, down: [] } },
  { name: 'the store is away', given: { store: fails }, expected: { ...notReady, down: ['store: refused'] } },
  {
    name: 'the store hangs',
    given: { store: () => new Promise<never>(() => undefined) },
    expected: { ...notReady, down: ['store: no answer within 2 s'] },
  },
  { name: 'Temporal was never there', given: { temporal: fails }, expected: { ...notReady, down: ['temporal: refused'] } },
  {
    name: 'Temporal has gone away, while alerts and clicks are still taken in',
    given: { temporal: fails, wasThere: true },
    expected: { ...ready, down: ['temporal: refused'] },
  },
  {
    name: 'the embedded engine is being built',
    given: { temporal: fails, engine: { state: 'building', detail: 'compiling' } },
    expected: { ...notReady, down: ['temporal: building: compiling'] },
  },
  { name: 'the worker is lost', given: { worker: 'down' }, expected: { ...notReady, down: ['worker: lost'] } },
  {
    name: 'a chat platform is away',
    given: { adapters: [adapter('slack', { state: 'fatal', reason: 'token revoked' } as AdapterHealth)] },
    expected: { ...ready, down: ['adapter:slack: token revoked'] },
  },
  {
    name: 'a voice failed the last time',
    given: {
      voices: new Map([
        ['robot/ops', 'sign not match'],
        ['email/email', null],
      ]),
    },
    expected: { ...ready, down: ['voice:robot/ops: sign not match'] },
  },
  { name: 'the configuration is broken', given: { problem: 'line 3' }, expected: { ...ready, down: ['config: line 3'] } },
  {
    name: 'the configuration waits for a restart',
    given: { needsRestart: ['host'] },
    expected: { ...ready, down: ['config: changed, in force after a restart: host'] },
  },
] as const;

for (const { name, given, expected } of cases) {
  test(`readHealth() when ${name} is ${expected.isReady ? 'ready' : 'not ready'} and says why`, async () => {
    const report = await readHealth(sources(given));

    const down = report.parts.filter(({ state }) => state !== 'up').map((part) => `${part.name}: ${part.reason}`);
    assert.deepEqual({ isReady: report.isReady, down }, expected);
  });
}

test('readHealth() names each adapter’s own state, since when, and why', async () => {
  const since = '2026-01-01T00:00:00.000Z';
  const adapters = [adapter('slack', { state: 'fatal', since, reason: 'token revoked' }), adapter('feishu', { state: 'draining', since })];

  const report = await readHealth(sources({ adapters }));

  assert.equal(report.isReady, true);
  assert.deepEqual(report.adapters, [
    { name: 'slack', state: 'fatal', since, reason: 'token revoked' },
    { name: 'feishu', state: 'draining', since, reason: null },
  ]);
});
