/** Stop, undo, and stop everything. */

import { ZhibanError } from '../domain/errors.ts';
import type { Approval, Plan, PlanState } from '../domain/plan.ts';
import type { TenantStore } from '../store/contract.ts';
import { message } from '../text/messages.ts';
import { planStateText } from '../text/states.ts';
import type { Caller, Operations, PlanResult } from './contract.ts';
import type { OperationsDeps } from './deps.ts';
import { auditLine, findPlan, refusal, requireRole, withAudit } from './guard.ts';
import { sayElsewhere } from './say-elsewhere.ts';
import { planView } from './view.ts';

const undoable: readonly PlanState[] = ['verified', 'stopped', 'failed'];

export function createHalt(deps: OperationsDeps): Pick<Operations, 'stop' | 'undo' | 'stopAll'> {
  return {
    async stop(caller, planId) {
      const at = new Date(deps.clock.now()).toISOString();
      const result = await withAudit(deps, caller, { action: 'plan.stop', target: planId }, (store) => {
        // Anybody on duty may stop: the right to halt is never the bottleneck.
        requireRole(deps, caller, 'responder', 'stop');
        return store.transaction((inside) => stopInside(inside, caller, planId, at));
      });
      deps.wake();
      return result;
    },
    async undo(caller, planId) {
      const at = new Date(deps.clock.now()).toISOString();
      const result = await withAudit(deps, caller, { action: 'plan.undo', target: planId }, (store) =>
        store.transaction((inside) => undoInside(deps, inside, caller, planId, at)),
      );
      deps.wake();
      return result;
    },
    async stopAll(caller) {
      const stopped = await withAudit(deps, caller, { action: 'stop-all', target: 'all' }, async (store) => {
        requireRole(deps, caller, 'responder', 'stop');
        return stopEach(deps, store, caller);
      });
      deps.wake();
      return { stopped };
    },
  };
}

/** A plan that ends while we get to it is no reason to leave the others running. */
async function stopEach(deps: OperationsDeps, store: TenantStore, caller: Caller): Promise<readonly string[]> {
  const at = new Date(deps.clock.now()).toISOString();
  const active = (await store.plans.unfinished()).filter((plan) => plan.state === 'approved' || plan.state === 'running');
  const stopped: string[] = [];
  for (const plan of active) {
    try {
      const result = await store.transaction((inside) => stopInside(inside, caller, plan.id, at));
      if (result.isChanged) stopped.push(plan.id);
    } catch (error) {
      if (!(error instanceof ZhibanError) || error.kind !== 'conflict') throw error;
    }
  }
  await auditLine(store, caller, at, { action: 'stop-all', incidentId: null, target: 'all', outcome: 'ok', details: { stopped } });
  return stopped;
}

async function stopInside(inside: TenantStore, caller: Caller, planId: string, at: string): Promise<PlanResult> {
  const plan = await findPlan(inside, planId, caller.locale);
  const approvals = await inside.plans.approvals(planId);
  if (plan.state === 'stopped') return resultOf(caller, plan, approvals, false);
  if (plan.state !== 'approved' && plan.state !== 'running') throw wrongState(caller, 'not-running', plan.state);
  // Not begun yet: it never will be. Begun: the workflow halts before the next step.
  await inside.plans.moveState(planId, ['approved'], 'stopped');
  await inside.relay.add({ incidentId: plan.incidentId, kind: 'stop', payload: { planId }, key: `stop-${planId}` });
  await inside.incidents.change(plan.incidentId, {});
  await inside.timeline.add({
    incidentId: plan.incidentId,
    at,
    kind: 'approval',
    text: message('plan.stopRequested', { person: caller.person.name }),
    actor: caller.person.id,
    key: `stop-${planId}`,
  });
  await sayElsewhere(inside, caller, { incidentId: plan.incidentId, slot: `stop-${planId}`, key: 'plan.stopRequested' });
  await auditLine(inside, caller, at, { action: 'plan.stop', incidentId: plan.incidentId, target: planId, outcome: 'ok' });
  return resultOf(caller, await findPlan(inside, planId, caller.locale), approvals, true);
}

async function undoInside(deps: OperationsDeps, inside: TenantStore, caller: Caller, planId: string, at: string): Promise<PlanResult> {
  const plan = await findPlan(inside, planId, caller.locale);
  requireRole(deps, caller, deps.policy().approvers[plan.risk], 'undo');
  const approvals = await inside.plans.approvals(planId);
  if (plan.state === 'undone') return resultOf(caller, plan, approvals, false);
  if (!undoable.includes(plan.state)) throw wrongState(caller, 'not-undoable', plan.state);
  if (!plan.steps.some((step) => step.undo.isPossible)) throw wrongState(caller, 'nothing-undoable', plan.state);
  if (plan.steps.some((step) => step.state === 'undoing')) return resultOf(caller, plan, approvals, false);
  // Each attempt has its own key, so that an undo that failed can be asked for again; two clicks at one revision are one attempt.
  const incident = await inside.incidents.get(plan.incidentId);
  const key = `undo-${planId}-${incident?.revision ?? 0}`;
  await inside.relay.add({ incidentId: plan.incidentId, kind: 'undo', payload: { planId }, key });
  await inside.timeline.add({
    incidentId: plan.incidentId,
    at,
    kind: 'approval',
    text: message('plan.undoRequested', { person: caller.person.name }),
    actor: caller.person.id,
    key,
  });
  await sayElsewhere(inside, caller, { incidentId: plan.incidentId, slot: key, key: 'plan.undoRequested' });
  await auditLine(inside, caller, at, { action: 'plan.undo', incidentId: plan.incidentId, target: planId, outcome: 'ok' });
  return resultOf(caller, plan, approvals, true);
}

function wrongState(caller: Caller, key: 'not-running' | 'not-undoable' | 'nothing-undoable', state: PlanState): ZhibanError {
  const text = refusal(caller.locale, key, { state: planStateText[state][caller.locale] });
  return new ZhibanError('conflict', text, { details: { state } });
}

function resultOf(caller: Caller, plan: Plan, approvals: readonly Approval[], isChanged: boolean): PlanResult {
  return { plan: planView(plan, approvals, caller.locale), isChanged, approvalsMissing: 0 };
}
