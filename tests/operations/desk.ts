/** Operations over a real store and a real pool: people, a clock that is moved by hand, and what was told to whom. */

import type { CallRules } from '../../src/activities/escalate/call-rules.ts';
import { createDirectory, type Directory } from '../../src/config/directory.ts';
import type { Place } from '../../src/domain/place.ts';
import { highestRisk, type Plan, type PlanState, type PlanStep, type Risk } from '../../src/domain/plan.ts';
import { planDigest } from '../../src/domain/plan-digest.ts';
import type { Person, Policy, Role } from '../../src/domain/policy.ts';
import type { Locale } from '../../src/domain/text.ts';
import type { Schedule } from '../../src/oncall/schedule.ts';
import type { Caller, Operations } from '../../src/operations/contract.ts';
import { createOperations } from '../../src/operations/create-operations.ts';
import type { DemoControl, OperationsDeps } from '../../src/operations/deps.ts';
import type { RoomRule } from '../../src/operations/rooms.ts';
import type { RouteRule } from '../../src/operations/routes.ts';
import type { Vouch } from '../../src/operations/vouch.ts';
import type { RelayItem, Store, TenantStore } from '../../src/store/contract.ts';
import { createSystemPool } from '../../src/systems/pool.ts';
import { sampleIncident, samplePlan, sampleStep } from '../store/samples.ts';
import { systemClock } from '../support/system-clock.ts';
import { valveKind } from '../support/valve-kind.ts';

export const startMs = Date.parse('2026-11-21T02:00:00.000Z');

/** Which transitions lead to a state, so that a test may begin there. */
const ways: Readonly<Record<PlanState, readonly PlanState[]>> = {
  pending: [],
  approved: ['approved'],
  running: ['approved', 'running'],
  verified: ['approved', 'running', 'verified'],
  rolled_back: ['approved', 'running', 'rolled_back'],
  failed: ['approved', 'running', 'failed'],
  rejected: ['rejected'],
  expired: ['expired'],
  void: ['void'],
  stopped: ['approved', 'stopped'],
  undone: ['approved', 'stopped', 'undone'],
};

export interface Desk {
  readonly deps: OperationsDeps;
  readonly operations: Operations;
  readonly store: TenantStore;
  readonly decisions: readonly string[];
  readonly wakes: () => number;
  advance(ms: number): void;
  as(person: Person, change?: { readonly locale?: Locale; readonly door?: string; readonly place?: Place }): Caller;
  /** An incident with a plan of one step at this risk, in this state. */
  plan(change?: Partial<Plan> & { readonly incidentId?: string }): Promise<Plan>;
  relayed(): Promise<readonly RelayItem[]>;
}

export interface DeskOptions {
  readonly policy?: Partial<Policy>;
  readonly routes?: readonly RouteRule[];
  readonly rooms?: readonly RoomRule[];
  readonly demo?: DemoControl;
  readonly schedules?: readonly Schedule[];
  readonly calls?: CallRules;
  readonly directory?: Directory;
  readonly vouch?: Vouch;
}

let tenants = 0;

export function person(id: string, ...roles: readonly Role[]): Person {
  return { id, name: id[0]?.toUpperCase() + id.slice(1), roles, identities: { slack: `U-${id}` } };
}

export const people = {
  vera: person('vera', 'viewer'),
  rita: person('rita', 'responder'),
  anna: person('anna', 'approver'),
  bob: person('bob', 'approver'),
  adam: person('adam', 'admin'),
} as const;

export const policy: Policy = {
  approvers: { low: 'responder', medium: 'approver', high: 'approver', critical: 'approver' },
  excludeRequesterFrom: 'high',
  requireTwoFor: 'critical',
  planValidMinutes: 60,
};

export function directoryOf(given: readonly Person[]): Directory {
  const entries = given.map((one) => ({ ...one, roles: [...one.roles], identities: { ...one.identities } }));
  return createDirectory({ people: entries, adminToken: 'the-admin-token-0000', resolveSecret: () => '' });
}

/** A tenant of its own in the store given. */
export async function openDesk(store: Store, options: DeskOptions = {}): Promise<Desk> {
  tenants += 1;
  const tenantId = `desk-${tenants}`;
  await store.ensureTenant(tenantId, tenantId);
  const own = store.forTenant(tenantId);
  let nowMs = startMs;
  let wakes = 0;
  const decisions: string[] = [];
  const clock = { ...systemClock, now: () => nowMs };
  const entry = valveKind.entry.parse({ id: 'main-valve', kind: 'valve', url: 'http://127.0.0.1:9', labels: { team: 'water' } });
  const deps: OperationsDeps = {
    store,
    pool: createSystemPool([valveKind], [entry], { resolveSecret: () => '', clock }),
    clock,
    log: { info: () => undefined, warn: () => undefined },
    policy: () => ({ ...policy, ...options.policy }),
    people: () => Object.values(people),
    directory: () => options.directory ?? directoryOf(Object.values(people)),
    adapters: () => new Map([['slack', { workspace: () => 'T1' }]]),
    vouch: options.vouch ?? (async () => null),
    routes: () => options.routes ?? [],
    roomChats: () => ['slack'],
    rooms: () => options.rooms ?? [],
    chats: () => ['console', 'slack', 'feishu'],
    schedules: () => options.schedules ?? [],
    calls: options.calls ?? { ladders: () => [], providers: () => ({}), schedules: () => options.schedules ?? [] },
    budget: () => ({ probesMax: 60, secondsMax: 120, llmCallsMax: 12, tokensMax: 120_000 }),
    locale: () => 'en',
    wake: () => {
      wakes += 1;
    },
    demo: () => options.demo ?? null,
    countDecision: (decision, outcome) => decisions.push(`${decision}:${outcome}`),
  };
  let plans = 0;
  return {
    deps,
    operations: createOperations(deps),
    store: own,
    decisions,
    wakes: () => wakes,
    advance(ms) {
      nowMs += ms;
    },
    as: (who, { locale = 'en', door = 'api', ...at } = {}) => ({ tenantId, person: who, door, locale, ...at }),
    async plan({ state = 'pending', ...change } = {}) {
      plans += 1;
      const incidentId = change.incidentId ?? `inc_${plans}`;
      if ((await own.incidents.get(incidentId)) === null) await own.incidents.create(sampleIncident({ id: incidentId }));
      const plan = planFor(incidentId, `plan_${plans}`, change);
      await own.plans.create(plan);
      await own.incidents.change(incidentId, { planId: plan.id });
      for (const [index, to] of ways[state].entries()) await own.plans.moveState(plan.id, [ways[state][index - 1] ?? 'pending'], to);
      return { ...plan, state };
    },
    relayed: () => own.relay.claim(50, nowMs, 0),
  };
}

function planFor(incidentId: string, id: string, change: Partial<Plan>): Plan {
  const steps = change.steps ?? [valveStep(change.risk ?? 'medium')];
  return {
    ...samplePlan(),
    createdAt: new Date(startMs).toISOString(),
    expiresAt: new Date(startMs + 3_600_000).toISOString(),
    approvalsNeeded: change.risk === 'critical' ? 2 : 1,
    risk: highestRisk(steps.map((step) => step.risk)),
    ...change,
    steps,
    id,
    incidentId,
    digest: planDigest(incidentId, steps),
    state: 'pending',
  };
}

export function valveStep(risk: Risk, change: Partial<PlanStep> = {}): PlanStep {
  const undo = { isPossible: true, summary: { 'zh-CN': '恢复原开度', en: 'the level goes back' } };
  return sampleStep({ systemId: 'main-valve', kind: 'valve', action: 'set-level', arguments: { level: 80 }, risk, undo, ...change });
}
