/** The real workflows on a real Temporal server, with activities that write down their calls and answer as a story wants it. */

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker, type WorkflowBundle } from '@temporalio/worker';
import type { Activities, IncidentScope, PlanBrief } from '../../src/activities/contract.ts';
import type { Steer } from '../../src/domain/incident.ts';
import type { IncidentLimits, IncidentState } from '../../src/workflows/incident.ts';
import { remediationId } from '../../src/workflows/run-child.ts';
import { type IncidentMessage, incidentWorkflowId, tell } from '../../src/workflows/signals.ts';
import { keptWorkflows } from '../support/kept-workflows.ts';
import { startTestTemporal } from '../support/temporal.ts';

const taskQueue = 'stories';

export interface Call {
  readonly name: keyof Activities;
  /** What was given after the scope. */
  readonly given: readonly unknown[];
  readonly phase: 'begun' | 'ended';
}

/** One incident on the stage: what its activities answer, what was asked of them, and the way to talk to its workflow. */
export interface Scene {
  readonly scope: IncidentScope;
  readonly calls: readonly Call[];
  /** Names of the activities that have begun, in order; a step's is written `applyStep 0`. */
  begun(): readonly string[];
  start(limits?: IncidentLimits): Promise<WorkflowHandle>;
  /** The run of a plan by itself, as one that has outlived its incident's workflow. */
  startRemediation(planId: string): Promise<WorkflowHandle>;
  /** As the relay does it: wakes the incident when its workflow has ended. */
  tell(message: IncidentMessage): Promise<WorkflowHandle>;
  handle(): WorkflowHandle;
  /** Waits until an activity has begun (or ended) so many times. */
  seen(what: string, times?: number, phase?: Call['phase']): Promise<void>;
}

export interface Stage {
  scene(answers?: Partial<Activities>): Scene;
  readonly client: Client;
  close(): Promise<void>;
}

const seenWithinMs = 30_000;

export async function openStage(): Promise<Stage> {
  quietRuntime();
  const server = await startTestTemporal();
  const connection = await Connection.connect({ address: server.address });
  const client = new Client({ connection, identity: 'story' });
  const native = await NativeConnection.connect({ address: server.address });
  const scenes = new Map<string, { readonly answers: Activities; readonly calls: Call[] }>();
  const worker = await Worker.create({
    connection: native,
    taskQueue,
    identity: 'story',
    workflowBundle: await bundleWorkflows(),
    activities: recording(scenes),
    stickyQueueScheduleToStartTimeout: '2 seconds',
    shutdownGraceTime: '1 second',
  });
  const running = worker.run();
  return {
    client,
    scene: (answers = {}) => createScene(client, scenes, answers),
    async close() {
      worker.shutdown();
      await running;
      await connection.close();
      await native.close();
      await server.stop(3_000);
    },
  };
}

export async function bundleWorkflows(): Promise<WorkflowBundle> {
  return { code: await keptWorkflows() };
}

/** Stories make things fail on purpose: the SDK's own words about it are not shown. */
export function quietRuntime(): void {
  Runtime.install({
    logger: new DefaultLogger('ERROR', () => undefined),
    shutdownSignals: [],
    telemetryOptions: { logging: { filter: 'OFF', forward: {} } },
  });
}

function createScene(client: Client, scenes: Map<string, { answers: Activities; calls: Call[] }>, given: Partial<Activities>): Scene {
  const scope: IncidentScope = { tenantId: 'default', incidentId: randomUUID() };
  const calls: Call[] = [];
  scenes.set(scope.incidentId, { answers: { ...usualAnswers, ...given }, calls });
  const workflowId = incidentWorkflowId(scope.incidentId);
  const options = { workflowId, taskQueue, workflowTaskTimeout: '5 seconds' as const };
  const resumed: IncidentState = { run: 1_000, seenKeys: [], plan: null, remindersSent: 0, queue: [] };
  return {
    scope,
    calls,
    begun: () => calls.filter(({ phase }) => phase === 'begun').map(nameOf),
    start: (limits) =>
      client.workflow.start('incident', { ...options, args: limits === undefined ? [scope, null] : [scope, null, limits] }),
    tell: (message) =>
      client.workflow.signalWithStart('incident', {
        ...options,
        args: [scope, resumed],
        signal: tell,
        signalArgs: ['planId' in message ? { ...message, planId: ownName(scope, message.planId) } : message],
      }),
    startRemediation: (planId) =>
      client.workflow.start('remediate', {
        taskQueue,
        workflowId: remediationId(ownName(scope, planId)),
        args: [scope, ownName(scope, planId), 'digest-1'],
      }),
    handle: () => client.workflow.getHandle(workflowId),
    async seen(what, times = 1, phase = 'begun') {
      const deadline = performance.now() + seenWithinMs;
      const count = (): number => calls.filter((call) => call.phase === phase && nameOf(call) === what).length;
      while (count() < times) {
        if (performance.now() > deadline)
          throw new Error(`'${what}' was seen ${count()} times of ${times}; calls: ${calls.map(nameOf).join(', ')}`);
        await sleep(20);
      }
    },
  };
}

function nameOf({ name, given }: Call): string {
  const [first] = given;
  if (typeof first === 'number') return `${name} ${first}`;
  return typeof first === 'string' && name !== 'readPlan' && name !== 'beginPlan' ? `${name} ${first}` : name;
}

/** One set of activities for all scenes: the incident's id in the scope says whose they are. */
function recording(scenes: ReadonlyMap<string, { readonly answers: Activities; readonly calls: Call[] }>): Record<string, unknown> {
  const names = Object.keys(usualAnswers) as (keyof Activities)[];
  return Object.fromEntries(
    names.map((name) => [
      name,
      async (scope: IncidentScope & { readonly step?: number }, ...given: readonly unknown[]): Promise<unknown> => {
        const scene = scenes.get(scope.incidentId);
        if (scene === undefined) throw new Error(`No scene for ${scope.incidentId}`);
        const short = shortNames(scope, { scope, given });
        const shown = short.scope.step === undefined ? short.given : [short.scope.step, ...short.given];
        scene.calls.push({ name, given: shown, phase: 'begun' });
        const answer = scene.answers[name] as (...all: readonly unknown[]) => Promise<unknown>;
        const result = await beating(() => answer(short.scope, ...short.given));
        scene.calls.push({ name, given: shown, phase: 'ended' });
        if (typeof result === 'object' && result !== null && 'planId' in result)
          return { ...result, planId: ownName(scope, String(result.planId)) };
        return result;
      },
    ]),
  );
}

/** A held answer beats like a real activity: without it a slow machine would look like a dead worker, and the activity begin again. */
async function beating<T>(work: () => Promise<T>): Promise<T> {
  const context = Context.current();
  const beat = setInterval(() => context.heartbeat(), 1_000);
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}

/** Stories all speak of `plan-1`; on the server each scene has one of its own. */
function ownName(scope: IncidentScope, planId: string): string {
  return `${scope.incidentId}:${planId}`;
}

function shortNames<T>(scope: IncidentScope, value: T): T {
  return JSON.parse(JSON.stringify(value).replaceAll(`${scope.incidentId}:`, '')) as T;
}

export function briefOf(given: Partial<PlanBrief> = {}, steps = 1): PlanBrief {
  const validMs = given.validMs ?? 3_600_000;
  return {
    planId: 'plan-1',
    digest: 'digest-1',
    state: 'pending',
    expiresAtMs: Date.now() + validMs,
    validMs,
    steps: Array.from({ length: steps }, () => ({ verifyWithinMs: 0, applyTimeoutMs: 1_000, isUndoable: true })),
    ...given,
  };
}

export function lookNamed(probe: string, round = 1) {
  return { key: `valve/${probe}`, systemId: 'valve', probe, parameters: {}, timeoutMs: 1_000, round, reason: 'first-pass' };
}

export function steerOf(kind: Steer['kind'], key: string): IncidentMessage {
  return { kind: 'steer', key, steer: { key, kind, text: 'words', personId: 'ada', at: '2026-01-01T00:00:00.000Z' } };
}

/** A calm incident: one look, a verdict, no plan, everything that is done succeeds. */
const usualAnswers: Activities = {
  climb: async () => ({ nextAtMs: null }),
  runDetection: async () => ({ series: 0, opened: 0, error: null }),
  openInvestigation: async () => ({ budget: { probesMax: 20, secondsMax: 120, llmCallsMax: 5, tokensMax: 10_000 }, usesModel: false }),
  chooseLooks: async () => [lookNamed('level')],
  runProbe: async (_scope, order) => ({ evidenceId: `ev-${order.key}`, isOk: true }),
  takeLooks: async () => null,
  rankHypotheses: async () => ({ next: [], isDecided: true }),
  think: async () => ({ isDone: true, looks: [], tokens: 10, unavailable: null }),
  concludeInvestigation: async () => ({ state: 'confirmed' }),
  proposePlan: async () => null,
  readPlan: async () => briefOf({ state: 'verified' }),
  expirePlan: async () => 'expired',
  remindApprovers: async () => undefined,
  applySteer: async (_scope, steer) => ({ investigateAgain: steer.kind !== 'question' }),
  readIncidentState: async () => ({ isResolved: false, alertsFiring: 1, hasVerdict: true }),
  setPhase: async () => undefined,
  settleIncident: async () => undefined,
  reportFailure: async () => undefined,
  beginPlan: async () => ({ isAllowed: true, reason: '' }),
  precheckStep: async () => ({ state: 'ready', note: '' }),
  applyStep: async () => ({ note: '' }),
  verifyStep: async () => ({ isMet: true, note: '' }),
  failStep: async () => undefined,
  undoStep: async () => ({ isUndone: true, note: '' }),
  finishPlan: async () => undefined,
};
