/**
 * What every kind of system keeps, called by each kind's `system.test.ts`, and by plugins as `zhiban/plugin/testing`:
 *
 *   describeSystem(redisKind, {
 *     live: async () => ({ entry: { id: 'r', kind: 'redis', url }, secrets: [password], stop }),
 *     unreachable: { refused: { entry: {…}, problem: 'refused' } },
 *     hanging: async () => ({ entry: {…}, stop }),
 *     sampleArguments: { 'config-set': { … } },
 *   });
 *
 * Facts: a probe that declares `facts` may bring no other, and every fact that a signature speaks of must be declared by
 * (or, without a declaration, brought by a live look of) one of the probes that the signature names.
 */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../domain/clock.ts';
import type { Facts, Look, ReachProblem } from '../../domain/evidence.ts';
import type { ActionArguments } from '../../domain/plan.ts';
import type { ResolveSecret } from '../../domain/secret.ts';
import type { LookContext, Probe, SystemClient, SystemEntry, SystemKind } from '../../systems/contract.ts';
import type { LogStore } from '../../systems/logs/contract.ts';
import { checkActions } from './system-actions.ts';
import { assertBounded, assertFactsDeclared, assertText } from './system-checks.ts';
import { checkSignatures } from './system-signatures.ts';

/** The real time: real components keep no other. */
export const suiteClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => wait(ms, undefined, signal === undefined ? {} : { signal }),
};

export interface SuiteSystem {
  /** As written under `systems:`. */
  readonly entry: Readonly<Record<string, unknown>>;
  /** Must not be seen in any look or error. */
  readonly secrets?: readonly string[];
  readonly resolveSecret?: ResolveSecret;
  /** The client of the host that it runs on, for kinds that look through it. */
  readonly host?: SystemClient;
  /** The systems around it, for kinds that read logs there. */
  readonly neighbour?: LookContext['neighbour'];
  stop?(): Promise<void>;
}

export interface SystemSuite {
  /** Starts a real, healthy system. Null with a reason where this machine can't. */
  live(): Promise<SuiteSystem | { readonly skip: string }>;
  /** Case name to a system that can't be reached, and how that must be reported. */
  readonly unreachable?: Readonly<Record<string, { start(): Promise<SuiteSystem>; readonly problem: ReachProblem }>>;
  /** A peer that accepts connections and never answers; absent only for kinds without a peer. */
  hanging?(): Promise<SuiteSystem>;
  /** Accepted arguments for every action. */
  readonly sampleArguments: Readonly<Record<string, ActionArguments>>;
  /** Facts whose values decide the type of a remedy's arguments, where a healthy system doesn't bring them. */
  readonly sampleFacts?: Facts;
  /** Facts that only come up in trouble, of probes that don't declare theirs. */
  readonly rareFacts?: readonly string[];
  /** Kinds that a remedy with `on: 'runsOn'` may name actions of, and whose facts `on` conditions speak of. */
  readonly hostKinds?: readonly SystemKind<never, never>[];
  /** Probes that may answer `denied` or `failed` on the live system; every other one must be `ok`. */
  readonly mayFail?: readonly string[];
}

export function describeSystem<Client extends SystemClient, Entry extends SystemEntry>(
  kind: SystemKind<Client, Entry>,
  suite: SystemSuite,
): void {
  describe(`system ${kind.kind} keeps the contract`, () => {
    checkShape(kind);
    checkActions(kind, suite.sampleArguments);
    checkLive(kind, suite);
    for (const [name, { start, problem }] of Object.entries(suite.unreachable ?? {})) checkUnreachable(kind, name, start, problem);
    if (suite.hanging !== undefined) checkHanging(kind, suite.hanging);
  });
}

function checkShape<Client extends SystemClient, Entry extends SystemEntry>(kind: SystemKind<Client, Entry>): void {
  it('names are stable and unique, texts are there in both languages', () => {
    assertText(kind.title, `title of ${kind.kind}`);
    assert.equal(new Set(kind.probes.map((probe) => probe.name)).size, kind.probes.length, 'two probes share a name');
    for (const probe of kind.probes) {
      assert.match(probe.name, /^[a-z][a-z0-9-]*$/);
      assertText(probe.summary, `summary of probe ${probe.name}`);
      if (probe.hints !== undefined) assert.doesNotThrow(() => new RegExp(probe.hints ?? '', 'i'), `hints of ${probe.name}`);
      assert.ok(probe.timeoutMs >= 100 && probe.timeoutMs <= 60_000, `probe ${probe.name} has no sensible limit of time`);
    }
  });
  if (kind.commands !== undefined) it('the grammar of commands has forms, and says why it takes nothing else', () => checkGrammar(kind));
  it('every probe runs without parameters', () => {
    for (const probe of kind.probes) assert.ok(probe.parameters.safeParse({}).success, `probe ${probe.name} refuses {}`);
  });
}

async function checkGrammar<Client extends SystemClient, Entry extends SystemEntry>({
  commands,
}: SystemKind<Client, Entry>): Promise<void> {
  assert.ok(commands !== undefined && commands.forms.length > 0, 'it takes no form');
  for (const words of ['', 'no-such-command-of-the-suite', `${commands.forms[0]}; reboot`, `${commands.forms[0]}\nreboot`]) {
    const reading = await commands.read(words);
    assert.ok('refusal' in reading, `it takes ${JSON.stringify(words)}`);
    assertText(reading.refusal.why, `why ${JSON.stringify(words)} is refused`);
  }
}

interface LiveRun {
  readonly looks: ReadonlyMap<string, Look>;
  readonly skip: string | null;
}

function checkLive<Client extends SystemClient, Entry extends SystemEntry>(kind: SystemKind<Client, Entry>, suite: SystemSuite): void {
  describe('on a live system', { timeout: 180_000 }, () => {
    const looks = new Map<string, Look>();
    let run: LiveRun = { looks, skip: null };
    let started: SuiteSystem | undefined;
    let client: Client | undefined;

    before(async () => {
      const answer = await suite.live();
      if ('skip' in answer) {
        run = { looks, skip: answer.skip };
        return;
      }
      started = answer;
      const entry = kind.entry.parse(started.entry);
      client = connect(kind, started, entry);
      await client.warm?.();
      for (const probe of kind.probes)
        if (probe.isFor?.(entry) !== false) looks.set(probe.name, await lookOnce(probe, client, entry, answer));
    });
    after(async () => {
      await client?.close();
      await client?.close();
      await started?.stop?.();
    });

    it('refuses an unknown key in its entry', (test) => {
      if (started === undefined) return test.skip(run.skip ?? '');
      const parsed = kind.entry.safeParse({ ...started.entry, unknownKeyOfTheSuite: 1 });
      assert.equal(parsed.success, false);
    });
    it('every probe answers within its bounds and without a secret', (test) => {
      if (run.skip !== null) return test.skip(run.skip);
      for (const [name, look] of looks) {
        assertBounded(name, look);
        assertNoSecret(look, started?.secrets ?? [], name);
        if (!(suite.mayFail ?? []).includes(name)) assert.equal(look.status, 'ok', `probe ${name}: ${look.reason ?? ''}`);
      }
    });
    it('no probe brings a fact that it does not declare', (test) => {
      if (run.skip !== null) return test.skip(run.skip);
      for (const probe of kind.probes) assertFactsDeclared(probe, looks.get(probe.name));
    });
    checkSignatures(kind, suite, () => run);
    it('tells doctor what it may do', async (test) => {
      if (run.skip !== null || kind.check === undefined || client === undefined || started === undefined)
        return test.skip(run.skip ?? 'the kind has no check');
      const checks = await kind.check(client, contextOf(kind.entry.parse(started.entry), 20_000, started.host, started.neighbour));
      for (const check of checks) assertText(check.text, 'a check');
      assertNoSecret(checks, started.secrets ?? [], 'check');
    });
  });
}

function checkUnreachable<Client extends SystemClient, Entry extends SystemEntry>(
  kind: SystemKind<Client, Entry>,
  name: string,
  start: () => Promise<SuiteSystem>,
  problem: ReachProblem,
): void {
  it(`an unreachable system (${name}) is an answer: ${problem}`, { timeout: 120_000 }, async () => {
    const system = await start();
    try {
      const entry = kind.entry.parse(system.entry);
      const client = connect(kind, system, entry);
      // All at once, as an investigation looks too.
      const looks = await Promise.all(kind.probes.map(async (probe) => ({ probe, look: await lookOnce(probe, client, entry) })));
      for (const { probe, look } of looks) {
        if (probe.isFor?.(entry) === false) continue;
        assertBounded(probe.name, look);
        assertNoSecret(look, system.secrets ?? [], probe.name);
        assert.notEqual(look.status, 'ok', `probe ${probe.name} looked at a system that is not there`);
        assert.equal(look.problem, problem, `probe ${probe.name}: ${look.status}: ${look.reason ?? ''}`);
        assert.notEqual(look.reason ?? '', '', `probe ${probe.name} gives no reason`);
      }
      await client.close();
    } finally {
      await system.stop?.();
    }
  });
}

/** The signal ends early here: a probe that waits for its peer instead of the signal runs into the limit of the test. */
function checkHanging<Client extends SystemClient, Entry extends SystemEntry>(
  kind: SystemKind<Client, Entry>,
  start: () => Promise<SuiteSystem>,
): void {
  it('a peer that hangs ends with the signal', { timeout: 5_000 * kind.probes.length + 5_000 }, async () => {
    const system = await start();
    try {
      const entry = kind.entry.parse(system.entry);
      for (const probe of kind.probes) {
        const client = connect(kind, system, entry);
        const look = await probe.look(client, probe.parameters.parse({}), contextOf(entry, 400));
        await client.close();
        if (probe.isFor?.(entry) === false) continue;
        assert.ok(['timeout', 'unreachable', 'failed'].includes(look.status), `probe ${probe.name} says ${look.status}`);
        assertNoSecret(look, system.secrets ?? [], probe.name);
      }
    } finally {
      await system.stop?.();
    }
  });
}

function connect<Client extends SystemClient, Entry extends SystemEntry>(
  kind: SystemKind<Client, Entry>,
  system: SuiteSystem,
  entry: Entry,
): Client {
  const refuse: ResolveSecret = () => {
    throw new Error('The suite was given no secrets');
  };
  return kind.connect(entry, { clock: suiteClock, resolveSecret: system.resolveSecret ?? refuse });
}

type Surroundings = Pick<SuiteSystem, 'host' | 'neighbour'>;

function lookOnce<Client>(probe: Probe<Client>, client: Client, entry: SystemEntry, around: Surroundings = {}): Promise<Look> {
  return probe.look(client, probe.parameters.parse({}), contextOf(entry, probe.timeoutMs, around.host, around.neighbour));
}

/** What probes and actions get; also for tests of a kind's own. */
export function contextOf(
  entry: SystemEntry,
  withinMs: number,
  host?: SystemClient,
  neighbour?: LookContext['neighbour'] | undefined,
): LookContext {
  const context = { clock: suiteClock, signal: AbortSignal.timeout(withinMs), aboutMs: suiteClock.now(), entry, host };
  return neighbour === undefined ? context : { ...context, neighbour };
}

function assertNoSecret(given: unknown, secrets: readonly string[], where: string): void {
  const text = JSON.stringify(given);
  for (const secret of secrets) assert.ok(!text.includes(secret), `${where} shows a secret`);
}

/** The systems around a system under test: a log system that has these lines, by query, all of them new. */
export function logsAround(systemId: string, lines: Readonly<Record<string, readonly string[]>>): NonNullable<LookContext['neighbour']> {
  const client: SystemClient = { close: async () => undefined };
  const read: LogStore<SystemClient>['read'] = async (_client, { query, toMs, linesMax }) => {
    const found = lines[query] ?? [];
    const kept = found.slice(-linesMax).map((text, at) => ({ atMs: toMs - (found.length - at), text, level: '', stream: query }));
    return { lines: kept, isCut: kept.length < found.length };
  };
  return (id) => (id === systemId ? { client, kind: { logStore: { read } } } : null);
}
