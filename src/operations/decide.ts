/**
 * Approve and reject. The click is checked here, whichever door it came through: the person's right, the plan's digest, its state,
 * its expiry. State moves by compare-and-set, so that of two clicks one wins and the other is told who did.
 */

import { ZhibanError } from '../domain/errors.ts';
import { maskSecrets } from '../domain/mask-secrets.ts';
import type { Approval, Plan } from '../domain/plan.ts';
import { planDigest } from '../domain/plan-digest.ts';
import { approvalRefusal, hasRole, type Refusal } from '../domain/policy.ts';
import type { TenantStore } from '../store/contract.ts';
import { doorText } from '../text/doors.ts';
import { message } from '../text/messages.ts';
import { planStateText } from '../text/states.ts';
import type { Caller, Operations, PlanResult } from './contract.ts';
import type { OperationsDeps } from './deps.ts';
import { auditLine, findPlan, namesText, namesWith, refusal, withAudit } from './guard.ts';
import { sayElsewhere } from './say-elsewhere.ts';
import { planView } from './view.ts';

const reasonLengthMax = 1_000;
/** Shorter prefixes of a digest could be guessed at; buttons carry sixteen characters. */
const digestPrefixMin = 12;

export function createDecide(deps: OperationsDeps): Pick<Operations, 'approve' | 'reject'> {
  return {
    approve: (caller, planId, digest) => decide(deps, caller, planId, { decision: 'approve', digest, reason: null }),
    reject: (caller, planId, reason) =>
      decide(deps, caller, planId, {
        decision: 'reject',
        digest: null,
        reason: maskSecrets(reason).trim().slice(0, reasonLengthMax) || null,
      }),
  };
}

interface Decision {
  readonly decision: 'approve' | 'reject';
  readonly digest: string | null;
  readonly reason: string | null;
}

async function decide(deps: OperationsDeps, caller: Caller, planId: string, decision: Decision): Promise<PlanResult> {
  const at = new Date(deps.clock.now()).toISOString();
  const deed = { action: `plan.${decision.decision}`, target: planId };
  try {
    const result = await withAudit(deps, caller, deed, (store) =>
      store.transaction((inside) => decideInside(deps, inside, caller, planId, decision, at)),
    );
    deps.countDecision(decision.decision, 'ok');
    deps.wake();
    return result;
  } catch (error) {
    if (error instanceof ZhibanError && error.kind !== 'unavailable') deps.countDecision(decision.decision, error.kind);
    throw error;
  }
}

async function decideInside(
  deps: OperationsDeps,
  inside: TenantStore,
  caller: Caller,
  planId: string,
  decision: Decision,
  at: string,
): Promise<PlanResult> {
  const plan = await findPlan(inside, planId, caller.locale);
  const given = await inside.plans.approvals(planId);
  const own = given.find((approval) => approval.personId === caller.person.id);
  // A second click of the same person with the same wish is no error: it finds what it wanted.
  if (own !== undefined && own.decision === decision.decision) return resultOf(caller, plan, given, false);
  checkOpen(deps, caller, plan, given);
  if (decision.decision === 'approve') checkDigest(caller, plan, decision.digest ?? '');
  const requestedBy = await requesterOf(deps, inside, plan.requestedBy);
  checkRight(deps, caller, { ...plan, requestedBy }, given, decision);

  const approval: Approval = {
    planId,
    digest: plan.digest,
    decision: decision.decision,
    personId: caller.person.id,
    personName: caller.person.name,
    door: caller.door,
    at,
    reason: decision.reason,
  };
  if (!(await inside.plans.addApproval(approval))) return resolveRace(inside, caller, planId, decision);
  // Locks the incident: of two approvals at once the second is counted with the first, whichever database it is.
  await inside.incidents.change(plan.incidentId, {});
  const approvals = await inside.plans.approvals(planId);
  const missing = missingOf(plan, approvals);
  const isFinal = decision.decision === 'reject' || missing === 0;
  if (isFinal && !(await inside.plans.moveState(planId, ['pending'], decision.decision === 'approve' ? 'approved' : 'rejected'))) {
    throw closed(caller, await findPlan(inside, planId, caller.locale), approvals, approval);
  }
  const now = await findPlan(inside, planId, caller.locale);
  if (!isFinal && now.state !== 'pending') throw closed(caller, now, approvals, approval);
  await record(inside, caller, plan, decision, missing, at);
  if (isFinal) {
    await inside.relay.add({
      incidentId: plan.incidentId,
      kind: 'decision',
      payload: { planId, digest: plan.digest, decision: decision.decision },
      key: `decision-${planId}`,
    });
  }
  return resultOf(caller, now, approvals, true);
}

/** The same person was faster through another door: the same wish is met, the opposite one is too late. */
async function resolveRace(inside: TenantStore, caller: Caller, planId: string, decision: Decision): Promise<PlanResult> {
  const [plan, approvals] = [await findPlan(inside, planId, caller.locale), await inside.plans.approvals(planId)];
  const own = approvals.find((each) => each.personId === caller.person.id);
  if (own?.decision === decision.decision) return resultOf(caller, plan, approvals, false);
  throw closed(caller, plan, approvals, null);
}

function checkOpen(deps: OperationsDeps, caller: Caller, plan: Plan, given: readonly Approval[]): void {
  if (plan.state !== 'pending') throw closed(caller, plan, given, null);
  if (Date.parse(plan.expiresAt) <= deps.clock.now())
    throw new ZhibanError('conflict', refusal(caller.locale, 'expired', { at: plan.expiresAt }), { details: { state: 'expired' } });
}

/** Says what the state is and who made it so; `own` is the decision that came too late. */
function closed(caller: Caller, plan: Plan, given: readonly Approval[], own: Approval | null): ZhibanError {
  const last = given.filter((each) => each.personId !== own?.personId).at(-1);
  const by = last === undefined ? '' : `${last.personName} ${last.at}`;
  const text = refusal(caller.locale, by === '' ? 'closed' : 'closed-by', { state: planStateText[plan.state][caller.locale], by });
  return new ZhibanError('conflict', text, { details: { state: plan.state, by: last?.personName ?? null, at: last?.at ?? null } });
}

/** The digest must be the plan's, in full or as the prefix that a button carries; and the plan must still hash to it. */
function checkDigest(caller: Caller, plan: Plan, digest: string): void {
  const isSame = digest.length >= digestPrefixMin && plan.digest.startsWith(digest);
  const isIntact = planDigest(plan.incidentId, plan.steps) === plan.digest;
  if (!isSame || !isIntact) throw new ZhibanError('conflict', refusal(caller.locale, 'changed'), { details: { digest: plan.digest } });
}

/** Who asked before their account was linked is the same person after it. */
async function requesterOf(deps: OperationsDeps, inside: TenantStore, requestedBy: string): Promise<string> {
  const [, adapter, userId] = /^guest:([^:]+):(.+)$/s.exec(requestedBy) ?? [];
  if (adapter === undefined || userId === undefined) return requestedBy;
  const named = deps.directory().byIdentity(adapter, userId);
  if (named !== null) return named.id;
  const links = await inside.identities.all();
  return links.find((link) => link.adapter === adapter && link.userId === userId)?.personId ?? requestedBy;
}

/** Rejecting takes the same role; that somebody asked for the plan doesn't keep them from taking it back. */
function checkRight(deps: OperationsDeps, caller: Caller, plan: Plan, given: readonly Approval[], { decision }: Decision): void {
  const policy = deps.policy();
  const needed = policy.approvers[plan.risk];
  const reason = decision === 'approve' ? approvalRefusal(caller.person, plan, given, policy) : rejectionRefusal(caller, given, needed);
  if (reason === null) return;
  const who = namesWith(deps, needed, reason === 'requester' ? plan.requestedBy : '');
  const text = refusal(caller.locale, reason, { person: caller.person.name, role: needed, who: namesText(who, caller.locale) });
  const isForbidden = reason === 'role' || reason === 'requester';
  throw new ZhibanError(isForbidden ? 'forbidden' : 'conflict', text, { details: { refusal: reason, needed, who } });
}

function rejectionRefusal(
  caller: Caller,
  given: readonly Approval[],
  needed: Parameters<typeof hasRole>[1],
): Refusal | 'own-decision' | null {
  if (!hasRole(caller.person, needed)) return 'role';
  return given.some((each) => each.personId === caller.person.id) ? 'own-decision' : null;
}

function missingOf(plan: Plan, approvals: readonly Approval[]): number {
  const people = new Set(approvals.filter((each) => each.decision === 'approve').map((each) => each.personId));
  return Math.max(0, plan.approvalsNeeded - people.size);
}

async function record(inside: TenantStore, caller: Caller, plan: Plan, decision: Decision, missing: number, at: string): Promise<void> {
  const { person, door } = caller;
  const isPartial = decision.decision === 'approve' && missing > 0;
  const key = decision.decision === 'reject' ? 'plan.rejectedBy' : isPartial ? 'plan.approvedPartly' : 'plan.approvedBy';
  const values = { reason: decision.reason ?? '', missing, door: doorText(door) };
  const text = message(key, { ...values, person: person.name });
  await inside.timeline.add({ incidentId: plan.incidentId, at, kind: 'approval', text, actor: person.id });
  const told = key === 'plan.approvedBy' ? 'plan.approvedElsewhere' : key;
  await sayElsewhere(inside, caller, { incidentId: plan.incidentId, slot: `decided-${plan.id}-${person.id}`, key: told, values });
  await auditLine(inside, caller, at, {
    action: `plan.${decision.decision}`,
    incidentId: plan.incidentId,
    target: plan.id,
    outcome: 'ok',
    details: { digest: plan.digest, risk: plan.risk, missing, reason: decision.reason },
  });
}

function resultOf(caller: Caller, plan: Plan, approvals: readonly Approval[], isChanged: boolean): PlanResult {
  return { plan: planView(plan, approvals, caller.locale), isChanged, approvalsMissing: missingOf(plan, approvals) };
}
