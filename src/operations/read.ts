/** Looking at incidents, evidence, plans, systems and the audit log. */

import { ZhibanError } from '../domain/errors.ts';
import { incidentStatuses } from '../domain/incident.ts';
import { isStorm } from '../domain/storm.ts';
import type { Locale } from '../domain/text.ts';
import { readFollowedRunbooks } from '../knowledge/followed-runbooks.ts';
import type { TenantStore } from '../store/contract.ts';
import type { Operations } from './contract.ts';
import type { OperationsDeps } from './deps.ts';
import { findIncident, findPlan, refusal, requireRole } from './guard.ts';
import { evidenceView, incidentView, planView, summaryView, systemView } from './view.ts';

const limitDefault = 50;
const limitMax = 200;
/** What one answer holds; the rest is reached by the evidence and audit lists. */
const alertsMax = 500;
const timelineMax = 500;

type Reading = Pick<
  Operations,
  'listIncidents' | 'showIncident' | 'listEvidence' | 'showEvidence' | 'showPlan' | 'listSystems' | 'listAudit' | 'verifyAudit'
>;

export function createRead(deps: OperationsDeps): Reading {
  return {
    async listIncidents(caller, filter) {
      requireRole(deps, caller, 'viewer', 'see');
      const store = deps.store.forTenant(caller.tenantId);
      const { status, limit, ...rest } = filter;
      const statuses = status === undefined ? undefined : parseStatuses(status);
      const page = await store.incidents.list({
        ...rest,
        ...(statuses === undefined ? {} : { status: statuses }),
        limit: boundLimit(limit),
      });
      const states = await planStates(
        store,
        page.items.flatMap((incident) => incident.planId ?? []),
      );
      return {
        items: page.items.map((incident) => summaryView(incident, states.get(incident.planId ?? '') ?? null, caller.locale)),
        nextCursor: page.nextCursor,
      };
    },
    async showIncident(caller, idOrCode) {
      requireRole(deps, caller, 'viewer', 'see');
      return readIncident(deps.store.forTenant(caller.tenantId), idOrCode, caller.locale);
    },
    async listEvidence(caller, idOrCode) {
      requireRole(deps, caller, 'viewer', 'see');
      const store = deps.store.forTenant(caller.tenantId);
      const incident = await findIncident(store, idOrCode, caller.locale);
      return (await store.evidence.ofIncident(incident.id)).map((item) => evidenceView(item, caller.locale));
    },
    async showEvidence(caller, evidenceId) {
      requireRole(deps, caller, 'viewer', 'see');
      const item = await deps.store.forTenant(caller.tenantId).evidence.get(evidenceId);
      if (item === null) throw new ZhibanError('not-found', refusal(caller.locale, 'no-evidence', { name: evidenceId.slice(0, 80) }));
      return evidenceView(item, caller.locale);
    },
    async showPlan(caller, planId) {
      requireRole(deps, caller, 'viewer', 'see');
      const store = deps.store.forTenant(caller.tenantId);
      return planView(await findPlan(store, planId, caller.locale), await store.plans.approvals(planId), caller.locale);
    },
    async listSystems(caller) {
      requireRole(deps, caller, 'viewer', 'see');
      return deps.pool.list().map((system) => systemView(system, caller.locale));
    },
    async listAudit(caller, filter) {
      requireRole(deps, caller, 'viewer', 'audit');
      const store = deps.store.forTenant(caller.tenantId);
      const { incidentId, limit, beforeSeq } = filter;
      const id = incidentId === undefined ? undefined : (await findIncident(store, incidentId, caller.locale)).id;
      return store.audit.list({
        limit: boundLimit(limit),
        ...(id === undefined ? {} : { incidentId: id }),
        ...(beforeSeq === undefined ? {} : { beforeSeq }),
      });
    },
    async verifyAudit(caller) {
      requireRole(deps, caller, 'viewer', 'audit');
      return deps.store.forTenant(caller.tenantId).audit.verify();
    },
  };
}

export async function readIncident(store: TenantStore, idOrCode: string, locale: Locale): ReturnType<Operations['showIncident']> {
  const incident = await findIncident(store, idOrCode, locale);
  const [alerts, threads, plans, timeline, previous, runbooks, storm] = await Promise.all([
    store.alerts.ofIncident(incident.id, alertsMax),
    store.threads.ofIncident(incident.id),
    store.plans.ofIncident(incident.id),
    store.timeline.ofIncident(incident.id, timelineMax),
    incident.previousIncidentId === null ? null : store.incidents.get(incident.previousIncidentId),
    readFollowedRunbooks(store, incident.id),
    isStorm(incident) ? store.storms.summary(incident.id) : null,
  ]);
  const withApprovals = await Promise.all(plans.map(async (plan) => ({ plan, approvals: await store.plans.approvals(plan.id) })));
  return incidentView({ incident, previous, alerts, threads, plans: withApprovals, timeline, runbooks, storm }, locale);
}

async function planStates(store: TenantStore, planIds: readonly string[]) {
  const plans = await Promise.all(planIds.map((id) => store.plans.get(id)));
  return new Map(plans.flatMap((plan) => (plan === null ? [] : [[plan.id, plan.state] as const])));
}

/** `open` is everything that isn't resolved. */
function parseStatuses(given: string) {
  const names = given.split(',').map((name) => name.trim());
  if (names.includes('open')) return incidentStatuses.filter((status) => status !== 'resolved');
  return names.map((name) => {
    const status = incidentStatuses.find((each) => each === name);
    if (status === undefined)
      throw new ZhibanError('invalid', `'status' is '${name.slice(0, 40)}'; expected ${incidentStatuses.join(', ')} or open`);
    return status;
  });
}

function boundLimit(limit: number | undefined): number {
  return Math.max(1, Math.min(limitMax, limit ?? limitDefault));
}
