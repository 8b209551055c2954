/** Plans with their steps and decisions. What was proposed never changes; only its progress does. */

import type { SQL } from 'drizzle-orm';
import { ZhibanError } from '../domain/errors.ts';
import { momentOfPlan } from '../domain/moment.ts';
import type { Approval, Plan, PlanState, PlanStep } from '../domain/plan.ts';
import { isPlanClosed, planStates, planTransitions } from '../domain/plan.ts';
import { and, asc, desc, eq, inArray, sql } from './drizzle.ts';
import { markMoment } from './moments.ts';
import type { PlanStepRecord, PlanStore } from './plan-contract.ts';
import { approvals, planSteps, plans } from './schema/plan-tables.ts';
import type { Ground, Work } from './work.ts';

export function createPlanStore(ground: Ground): PlanStore {
  const { run } = ground;
  return {
    create: (plan) => run((at) => createPlan(at, ground, plan)),
    get: (id) => run(async (at) => (await listPlans(at, eq(plans.id, id)))[0] ?? null),
    ofIncident: (incidentId) => run((at) => listPlans(at, eq(plans.incidentId, incidentId))),
    statesOf: (ids) => run((at) => statesOf(at, ids)),
    moveState: (id, from, to) => run((at) => movePlan(at, ground, id, from, to)),
    approvals: (planId) => run((at) => listApprovals(at, planId)),
    addApproval: (approval) => run((at) => addApproval(at, approval)),
    steps: (planId) => run((at) => listSteps(at, eq(planSteps.planId, planId))),
    step: (planId, index) =>
      run(async (at) => (await listSteps(at, and(eq(planSteps.planId, planId), eq(planSteps.index, index))))[0] ?? null),
    changeStep: (planId, index, change) => run((at) => changeStep(at, planId, index, change)),
    unfinished: () => run((at) => listPlans(at, sql`${plans.state} in ${sql.raw(unfinishedStates)}`)),
  };
}

/** In the words of the partial index. */
const unfinishedStates = `(${planStates
  .filter((state) => !isPlanClosed(state))
  .map((state) => `'${state}'`)
  .join(', ')})`;

async function createPlan(at: Work, ground: Ground, { steps, ...plan }: Parameters<PlanStore['create']>[0]): Promise<void> {
  const { tenantId } = at;
  const made = await at.session
    .insert(plans)
    .values({ ...plan, tenantId })
    .onConflictDoNothing()
    .returning({ id: plans.id });
  if (made.length === 0) throw new ZhibanError('conflict', `The plan '${plan.id}' exists already`);
  const rows = steps.map((step, index) => ({ ...step, tenantId, planId: plan.id, index }));
  if (rows.length > 0) await at.session.insert(planSteps).values(rows);
  await announce(at, ground, plan);
}

/** Newest first. */
async function listPlans(at: Work, where: SQL): Promise<readonly Plan[]> {
  const rows = await at.session.select().from(plans).where(where).orderBy(desc(plans.createdAt), desc(plans.id));
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const steps = await at.session.select().from(planSteps).where(inArray(planSteps.planId, ids)).orderBy(asc(planSteps.index));
  return rows.map(({ tenantId: _, ...plan }) => ({ ...plan, steps: steps.filter((step) => step.planId === plan.id).map(toStep) }));
}

async function statesOf({ session }: Work, ids: readonly string[]): Promise<ReadonlyMap<string, PlanState>> {
  if (ids.length === 0) return new Map();
  const rows = await session
    .select({ id: plans.id, state: plans.state })
    .from(plans)
    .where(inArray(plans.id, [...ids]));
  return new Map(rows.map(({ id, state }) => [id, state]));
}

async function movePlan(at: Work, ground: Ground, id: string, from: readonly PlanState[], to: PlanState): Promise<boolean> {
  const allowed = from.filter((state) => planTransitions[state].includes(to));
  if (allowed.length === 0) return false;
  const [plan] = await at.session
    .update(plans)
    .set({ state: to })
    .where(and(eq(plans.id, id), inArray(plans.state, allowed)))
    .returning();
  if (plan) await announce(at, ground, plan);
  return plan !== undefined;
}

/** In the order in which they were given. */
async function listApprovals(at: Work, planId: string): Promise<readonly Approval[]> {
  const rows = await at.session
    .select()
    .from(approvals)
    .where(eq(approvals.planId, planId))
    .orderBy(asc(approvals.at), asc(approvals.personId));
  return rows.map(({ tenantId: _, ...approval }) => approval);
}

/** Refuses a digest that is not the plan's: what was seen is not what would be done. */
async function addApproval(at: Work, approval: Approval): Promise<boolean> {
  const [plan] = await at.session.select({ digest: plans.digest }).from(plans).where(eq(plans.id, approval.planId));
  if (!plan) throw notFound(approval.planId);
  if (plan.digest !== approval.digest)
    throw new ZhibanError('conflict', `The decision is about another version of the plan '${approval.planId}'`);
  const made = await at.session
    .insert(approvals)
    .values({ ...approval, tenantId: at.tenantId })
    .onConflictDoNothing()
    .returning({ personId: approvals.personId });
  return made.length > 0;
}

async function listSteps(at: Work, where: SQL | undefined): Promise<readonly PlanStepRecord[]> {
  const rows = await at.session.select().from(planSteps).where(where).orderBy(asc(planSteps.index));
  return rows.map((row) => {
    const { index, proposedOn, before, leftAs, applyStartedAt, appliedAt } = row;
    return { ...toStep(row), index, proposedOn, before, leftAs, applyStartedAt, appliedAt };
  });
}

async function changeStep(at: Work, planId: string, index: number, change: Parameters<PlanStore['changeStep']>[2]): Promise<void> {
  const [plan] = await at.session.select({ incidentId: plans.incidentId }).from(plans).where(eq(plans.id, planId));
  if (!plan) throw notFound(planId);
  const [step] = await at.session
    .update(planSteps)
    // The index stays what it is: an update must set something, also for an empty change.
    .set({ ...change, state: change.state ?? sql`${planSteps.state}` })
    .where(and(eq(planSteps.planId, planId), eq(planSteps.index, index)))
    .returning({ state: planSteps.state });
  if (!step) throw new ZhibanError('not-found', `The plan '${planId}' has no step ${index}`);
  at.events.push({ kind: 'step', incidentId: plan.incidentId, payload: { planId, index, state: step.state } });
}

async function announce(at: Work, ground: Ground, plan: Pick<Plan, 'id' | 'incidentId' | 'state'>): Promise<void> {
  const { id, incidentId, state } = plan;
  at.events.push({ kind: 'plan', incidentId, payload: { planId: id, state } });
  const moment = momentOfPlan(state);
  if (moment !== null) await markMoment(at, ground, { incidentId, moment, key: `${state}-${id}` });
}

function toStep(row: typeof planSteps.$inferSelect): PlanStep {
  const { tenantId: _, planId: _plan, index: _index, proposedOn: _on, before: _before, leftAs: _left, ...rest } = row;
  const { applyStartedAt: _started, appliedAt: _applied, ...step } = rest;
  return step;
}

function notFound(planId: string): ZhibanError {
  return new ZhibanError('not-found', `There is no plan '${planId}'`);
}
