/** The plan that a person means by `ZB-42` or by the plan's own id. */

import type { IncidentView, PlanView } from '../../domain/view.ts';
import { CliError } from './api-client.ts';
import { type CliContext, say } from './context.ts';

/** Throws CliError `not-found` when the incident has no plan. */
export async function findPlan(context: CliContext, planOrIncident: string): Promise<PlanView> {
  const api = context.api();
  if (planOrIncident.startsWith('plan_')) return api.get<PlanView>(`/api/v1/plans/${encodeURIComponent(planOrIncident)}`);
  const incident = await api.get<IncidentView>(`/api/v1/incidents/${encodeURIComponent(planOrIncident)}`);
  if (incident.plan === null) throw new CliError('not-found', say(context, 'plan.none', { code: incident.code }));
  return incident.plan;
}
