/** Looking at incidents, evidence, plans, systems and the audit log. */

import { ZhibanError } from '../domain/errors.ts';
import { incidentStatuses } from '../domain/incident.ts';
import type { Approval, Plan } from '../domain/plan.ts';
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
      // In one transaction, here and below: in a rush each one waits for its turn.
      const [page, states] = await store.transaction(async (inside) => {
        const found = await inside.incidents.list({
          ...rest,
          ...(statuses === undefined ? {} : { status: statuses }),
          limit: boundLimit(limit),
        });
        const planIds = found.items.flatMap((incident) => incident.planId ?? []);
        return [found, await inside.plans.statesOf(planIds)] as const;
      });
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
  const found = await store.transaction(async (inside) => {
    const incident = await findIncident(inside, idOrCode, locale);
    const alerts = await inside.alerts.ofIncident(incident.id, alertsMax);
    const threads = await inside.threads.ofIncident(incident.id);
    const plans: { readonly plan: Plan; readonly approvals: readonly Approval[] }[] = [];
    for (const plan of await inside.plans.ofIncident(incident.id)) plans.push({ plan, approvals: await inside.plans.approvals(plan.id) });
    const timeline = await inside.timeline.ofIncident(incident.id, timelineMax);
    const previous = incident.previousIncidentId === null ? null : await inside.incidents.get(incident.previousIncidentId);
    const runbooks = await readFollowedRunbooks(inside, incident.id);
    const storm = isStorm(incident) ? await inside.storms.summary(incident.id) : null;
    return { incident, previous, alerts, threads, plans, timeline, runbooks, storm };
  });
  return incidentView(found, locale);
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
