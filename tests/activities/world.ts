/** Activities over a real store, a pool of tanks and a clock that is moved by hand; one store for a file, one tenant for a test. */

import type { Activities, IncidentScope, InvestigationScope, StepScope } from '../../src/activities/contract.ts';
import { createActivities } from '../../src/activities/create-activities.ts';
import type { ActivityDeps, ModelAnalyst } from '../../src/activities/deps.ts';
import type { Clock } from '../../src/domain/clock.ts';
import type { Incident, TimelineEntry } from '../../src/domain/incident.ts';
import type { Plan } from '../../src/domain/plan.ts';
import { openIncident } from '../../src/operations/open-incident.ts';
import type { AuditEntry, Store, TenantStore } from '../../src/store/contract.ts';
import type { OutboxItem } from '../../src/store/delivery-contract.ts';
import type { SystemEntry } from '../../src/systems/contract.ts';
import { createSystemPool } from '../../src/systems/pool.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { newTank, type Tank, tankKind } from './tank-kind.ts';

export const startMs = Date.parse('2026-11-21T02:00:00.000Z');

export interface World {
  readonly deps: ActivityDeps;
  readonly activities: Activities;
  readonly store: TenantStore;
  /** By system id. */
  readonly tanks: ReadonlyMap<string, Tank>;
  readonly tank: Tank;
  readonly warnings: readonly string[];
  readonly counted: readonly string[];
  advance(ms: number): void;
  incident(change?: {
    readonly title?: string;
    readonly systemIds?: readonly string[];
  }): Promise<{ readonly incident: Incident; readonly scope: InvestigationScope }>;
  /** Investigates with the tank's signature, so that a plan stands. */
  plan(): Promise<{ readonly plan: Plan; readonly scope: InvestigationScope; readonly step: StepScope }>;
  /** As `plan()`, approved and begun. */
  running(): Promise<{ readonly plan: Plan; readonly scope: InvestigationScope; readonly step: StepScope }>;
  read(scope: IncidentScope): Promise<Incident>;
  timeline(scope: IncidentScope): Promise<readonly TimelineEntry[]>;
  said(): Promise<readonly OutboxItem[]>;
  audited(scope: IncidentScope): Promise<readonly AuditEntry[]>;
}

export interface WorldOptions {
  readonly entries?: readonly (Partial<SystemEntry> & { readonly id: string })[];
  readonly model?: ModelAnalyst;
  readonly cancellation?: AbortSignal;
}

let tenants = 0;

export async function openStore(): Promise<Store> {
  return openMemoryStore({ now: () => startMs, sleep: async () => undefined });
}

export async function openWorld(store: Store, options: WorldOptions = {}): Promise<World> {
  tenants += 1;
  const tenantId = `tenant-${tenants}`;
  await store.ensureTenant(tenantId, tenantId);
  const tenant = store.forTenant(tenantId);
  let nowMs = startMs;
  const clock: Clock = { now: () => nowMs, sleep: async () => undefined };
  const entries = (options.entries ?? [{ id: 'main-tank' }]).map((entry) => ({
    kind: 'tank',
    dependsOn: [],
    labels: {},
    actionsEnabled: true,
    ...entry,
  }));
  const tanks = new Map(entries.map(({ id }) => [id, newTank()]));
  const warnings: string[] = [];
  const counted: string[] = [];
  const deps: ActivityDeps = {
    store,
    pool: createSystemPool([tankKind(tanks)], entries, { resolveSecret: () => '', clock }),
    clock,
    log: { info: () => undefined, warn: (fields, message) => void warnings.push(`${message} ${JSON.stringify(fields)}`) },
    metrics: {
      probe: (_kind, probe, status) => void counted.push(`${probe} ${status}`),
      plan: (state) => void counted.push(`plan ${state}`),
    },
    policy: () => ({
      approvers: { low: 'responder', medium: 'responder', high: 'approver', critical: 'admin' },
      excludeRequesterFrom: 'never',
      requireTwoFor: 'critical',
      planValidMinutes: 60,
    }),
    people: () => [],
    budget: () => ({ probesMax: 20, secondsMax: 60, llmCallsMax: 4, tokensMax: 1_000 }),
    model: () => options.model ?? null,
    urgent: () => 'app',
    isModelWanted: () => true,
    cancellation: () => options.cancellation ?? new AbortController().signal,
  };
  const activities = createActivities(deps);

  async function incident(change: { readonly title?: string; readonly systemIds?: readonly string[] } = {}) {
    const opened = await tenant.transaction((inside) =>
      openIncident({ clock, routes: () => [], rooms: () => [], budget: deps.budget }, inside, {
        title: 'Pressure is low',
        severity: 'critical',
        origin: 'alert',
        question: null,
        groupKey: null,
        previousIncidentId: null,
        requestedBy: 'ada',
        locale: 'en',
        systemIds: ['main-tank'],
        startedAt: new Date(nowMs).toISOString(),
        alertsFiring: 1,
        alertsTotal: 1,
        firstWords: { 'zh-CN': '告警', en: 'Alert' },
        labels: {},
        ...change,
      }),
    );
    return { incident: opened, scope: { tenantId, incidentId: opened.id, run: 1, startedAtMs: nowMs } };
  }

  async function plan() {
    const { scope } = await incident();
    await activities.openInvestigation(scope);
    for (const order of await activities.chooseLooks(scope)) await activities.runProbe(scope, order);
    await activities.rankHypotheses(scope, 1);
    await activities.concludeInvestigation(scope, { isPartial: false });
    const brief = await activities.proposePlan(scope);
    if (brief === null) throw new Error('No plan was proposed');
    const proposed = await tenant.plans.get(brief.planId);
    if (proposed === null) throw new Error('The plan is not in the store');
    return { plan: proposed, scope, step: { ...scope, planId: proposed.id, step: 0 } };
  }

  async function running() {
    const made = await plan();
    await approvePlan(tenant, made.plan, new Date(nowMs).toISOString());
    const begun = await activities.beginPlan(made.scope, made.plan.id, made.plan.digest);
    if (!begun.isAllowed) throw new Error(begun.reason);
    return made;
  }

  const [first] = tanks.values();
  return {
    deps,
    activities,
    store: tenant,
    tanks,
    tank: first ?? newTank(),
    warnings,
    counted,
    advance: (ms) => {
      nowMs += ms;
    },
    incident,
    plan,
    running,
    async read(scope) {
      const found = await tenant.incidents.get(scope.incidentId);
      if (found === null) throw new Error('The incident is not in the store');
      return found;
    },
    timeline: (scope) => tenant.timeline.ofIncident(scope.incidentId, 200),
    said: () => tenant.outbox.claim(100, nowMs + 3_600_000, 1),
    audited: (scope) => tenant.audit.list({ incidentId: scope.incidentId, limit: 100 }),
  };
}

export async function approvePlan(store: TenantStore, plan: Plan, at: string): Promise<void> {
  await store.transaction(async (inside) => {
    const { id: planId, digest } = plan;
    await inside.plans.addApproval({
      planId,
      digest,
      decision: 'approve',
      personId: 'bo',
      personName: 'Bo',
      door: 'test',
      at,
      reason: null,
    });
    await inside.plans.moveState(planId, ['pending'], 'approved');
  });
}
