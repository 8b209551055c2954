/** Records that must be there: their absence is a broken assumption, which no retry mends. */

import { ApplicationFailure } from '@temporalio/common';
import type { Incident } from '../domain/incident.ts';
import type { Plan } from '../domain/plan.ts';
import type { TenantStore } from '../store/contract.ts';
import type { PlanStepRecord } from '../store/plan-contract.ts';

export async function requireIncident(store: TenantStore, id: string): Promise<Incident> {
  const incident = await store.incidents.get(id);
  if (incident === null) throw gone(`Incident '${id}' is not in the store`);
  return incident;
}

export async function requirePlan(store: TenantStore, id: string): Promise<Plan> {
  const plan = await store.plans.get(id);
  if (plan === null) throw gone(`Plan '${id}' is not in the store`);
  return plan;
}

export async function requireStep(store: TenantStore, planId: string, index: number): Promise<PlanStepRecord> {
  const step = await store.plans.step(planId, index);
  if (step === null) throw gone(`Step ${index + 1} of plan '${planId}' is not in the store`);
  return step;
}

/** The type tells the incident's workflow that there is nothing to go on with. */
function gone(message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, 'gone');
}
