/** The plan's own state: read, expire, remind, begin, finish. Every move is a compare-and-set with an audit line. */

import { isPlanClosed, type Plan, type PlanState } from '../domain/plan.ts';
import { planDigest } from '../domain/plan-digest.ts';
import { approvalRefusal } from '../domain/policy.ts';
import { onlyReads } from '../systems/commands/actions/command-action.ts';
import { findAction } from '../systems/find-action.ts';
import { type MessageKey, message } from '../text/messages.ts';
import type { Activities, IncidentScope, PlanBrief } from './contract.ts';
import { type ActivityDeps, storeOf } from './deps.ts';
import { requirePlan } from './require.ts';

/** For a system that has left the configuration meanwhile. */
const defaultLimits = { verifyWithinMs: 30_000, timeoutMs: 30_000 };

/** More people than this are not called by name. */
const calledMax = 10;

type PlanActivities = Pick<Activities, 'readPlan' | 'expirePlan' | 'remindApprovers' | 'beginPlan' | 'finishPlan'>;

export function createPlanRecords(deps: ActivityDeps): PlanActivities {
  return {
    readPlan: async (scope, planId) => briefOf(deps, await requirePlan(storeOf(deps, scope), planId)),
    expirePlan: (scope, planId) => expire(deps, scope, planId),
    remindApprovers: (scope, planId, part) => remind(deps, scope, planId, part),
    beginPlan: (scope, planId, digest) => begin(deps, scope, planId, digest),
    finishPlan: (scope, planId, state) => finish(deps, scope, planId, state),
  };
}

/** Calls those who may still decide: by a mention, and when it is nearly too late by louder means. */
async function remind(deps: ActivityDeps, scope: IncidentScope, planId: string, part: 'half' | 'late'): Promise<void> {
  const store = storeOf(deps, scope);
  const plan = await requirePlan(store, planId);
  if (plan.state !== 'pending') return;
  const given = await store.plans.approvals(planId);
  const able = deps.people().filter((person) => approvalRefusal(person, plan, given, deps.policy()) === null);
  const until = plan.expiresAt.slice(0, 16).replace('T', ' ').concat(' UTC');
  const urgent = deps.urgent();
  const key = `remind-${planId}-${part}`;
  await store.transaction(async (inside) => {
    await inside.outbox.say({
      incidentId: scope.incidentId,
      slot: key,
      priority: 'approval',
      text: message('plan.reminder', { until }),
      personIds: able.slice(0, calledMax).map((person) => person.id),
      ...(part === 'late' && urgent !== 'never' ? { urge: urgent } : {}),
    });
    await inside.moments.mark({ incidentId: scope.incidentId, moment: 'reminder', key });
  });
}

/** What a workflow needs to know of a plan: states and limits, no texts. */
export async function briefOf(deps: Pick<ActivityDeps, 'pool'>, plan: Plan): Promise<PlanBrief> {
  const expiresAtMs = Date.parse(plan.expiresAt);
  return {
    planId: plan.id,
    digest: plan.digest,
    state: plan.state,
    expiresAtMs,
    validMs: expiresAtMs - Date.parse(plan.createdAt),
    steps: await Promise.all(
      plan.steps.map(async (step) => {
        const kind = deps.pool.get(step.systemId)?.kind;
        const limits = (kind === undefined ? null : await findAction(kind, step.action, step.arguments)) ?? defaultLimits;
        return { verifyWithinMs: limits.verifyWithinMs, applyTimeoutMs: limits.timeoutMs, isUndoable: step.undo.isPossible };
      }),
    ),
  };
}

async function expire(deps: ActivityDeps, scope: IncidentScope, planId: string): Promise<PlanState> {
  const store = storeOf(deps, scope);
  const at = new Date(deps.clock.now()).toISOString();
  return store.transaction(async (inside) => {
    const isMoved = await inside.plans.moveState(planId, ['pending'], 'expired');
    if (!isMoved) return (await requirePlan(inside, planId)).state;
    await inside.incidents.change(scope.incidentId, {});
    await inside.timeline.add({
      incidentId: scope.incidentId,
      at,
      kind: 'plan',
      text: message('plan.expired'),
      actor: 'zhiban',
      key: `expired-${planId}`,
    });
    await inside.outbox.say({ incidentId: scope.incidentId, slot: `expired-${planId}`, priority: 'state', text: message('plan.expired') });
    await inside.audit.append({
      at,
      actor: 'zhiban',
      door: 'worker',
      action: 'plan.expire',
      incidentId: scope.incidentId,
      target: planId,
      outcome: 'ok',
      details: {},
    });
    deps.metrics.plan('expired');
    return 'expired' as const;
  });
}

/** Runs only what was approved: the digest of the stored steps is taken again, and must be the approved one. */
async function begin(
  deps: ActivityDeps,
  scope: IncidentScope,
  planId: string,
  digest: string,
): Promise<{ readonly isAllowed: boolean; readonly reason: string }> {
  const store = storeOf(deps, scope);
  const at = new Date(deps.clock.now()).toISOString();
  return store.transaction(async (inside) => {
    const plan = await requirePlan(inside, planId);
    if (plan.state === 'running') return { isAllowed: true, reason: '' };
    // It ran, was stopped or was taken back: a click that is delivered again is no news.
    if (isPlanClosed(plan.state)) return { isAllowed: false, reason: plan.state };
    const approved = (await inside.plans.approvals(planId)).filter(
      (approval) => approval.decision === 'approve' && approval.digest === digest,
    );
    const reason = refusalOf(plan, digest, approved.length);
    const isMoved = reason === null && (await inside.plans.moveState(planId, ['approved'], 'running'));
    await inside.audit.append({
      at,
      actor: 'zhiban',
      door: 'worker',
      action: 'plan.run',
      incidentId: scope.incidentId,
      target: planId,
      outcome: isMoved ? 'ok' : 'refused',
      details: { digest, reason },
    });
    if (!isMoved) {
      if (reason !== null && plan.state === 'approved') await inside.plans.moveState(planId, ['approved'], 'void');
      await inside.timeline.add({
        incidentId: scope.incidentId,
        at,
        kind: 'plan',
        text: message('plan.refusedAtStart', { reason: reason ?? plan.state }),
        actor: 'zhiban',
        key: `refused-${planId}`,
      });
      return { isAllowed: false, reason: reason ?? plan.state };
    }
    await inside.incidents.change(scope.incidentId, { phase: 'running' });
    await inside.timeline.add({
      incidentId: scope.incidentId,
      at,
      kind: 'plan',
      text: message('plan.running'),
      actor: 'zhiban',
      key: `running-${planId}`,
    });
    deps.metrics.plan('running');
    return { isAllowed: true, reason: '' };
  });
}

function refusalOf(plan: Plan, digest: string, approvals: number): string | null {
  if (plan.digest !== digest || planDigest(plan.incidentId, plan.steps) !== digest) return 'the steps are not the ones that were approved';
  if (approvals < plan.approvalsNeeded) return `${plan.approvalsNeeded - approvals} approval(s) missing`;
  return null;
}

const endMessages: Partial<Record<PlanState, MessageKey>> = {
  verified: 'plan.verified',
  rolled_back: 'plan.rolledBack',
  failed: 'plan.failed',
  stopped: 'plan.stopped',
  undone: 'plan.undone',
};

async function finish(deps: ActivityDeps, scope: IncidentScope, planId: string, state: PlanState): Promise<void> {
  const store = storeOf(deps, scope);
  const at = new Date(deps.clock.now()).toISOString();
  const from: readonly PlanState[] = state === 'undone' ? ['verified', 'stopped', 'failed'] : ['running'];
  const plan = state === 'verified' ? await store.plans.get(planId) : null;
  const key = plan !== null && onlyReads(plan.steps) ? 'plan.ran' : endMessages[state];
  await store.transaction(async (inside) => {
    const isMoved = await inside.plans.moveState(planId, from, state);
    if (!isMoved) return;
    await inside.incidents.change(scope.incidentId, { phase: 'watching' });
    await inside.audit.append({
      at,
      actor: 'zhiban',
      door: 'worker',
      action: `plan.${state}`,
      incidentId: scope.incidentId,
      target: planId,
      outcome: state === 'failed' ? 'failed' : 'ok',
      details: {},
    });
    if (key === undefined) return;
    await inside.timeline.add({
      incidentId: scope.incidentId,
      at,
      kind: 'plan',
      text: message(key),
      actor: 'zhiban',
      key: `${state}-${planId}`,
    });
    await inside.outbox.say({ incidentId: scope.incidentId, slot: `${state}-${planId}`, priority: 'state', text: message(key) });
    deps.metrics.plan(state);
  });
}
