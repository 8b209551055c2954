/** Turns the verdict into a plan: exact steps from the causes' remedies, each asked of its system whether it could be done now. */

import type { FactScope } from '../analysis/rca/condition.ts';
import { factTables } from '../analysis/rca/rank.ts';
import { newId } from '../domain/ids.ts';
import type { Incident } from '../domain/incident.ts';
import { type ActionArguments, highestRisk, isPlanClosed, type Plan } from '../domain/plan.ts';
import { planDigest } from '../domain/plan-digest.ts';
import { approvalsNeeded } from '../domain/policy.ts';
import type { Signature } from '../domain/signature.ts';
import { joinText, type LocalText } from '../domain/text.ts';
import type { Cause } from '../domain/verdict.ts';
import type { TenantStore } from '../store/contract.ts';
import type { ProposedStep } from '../store/plan-contract.ts';
import { commandActionName } from '../systems/commands/actions/command-action.ts';
import { describeAction } from '../systems/describe-action.ts';
import { hostOf, type PooledSystem, type SystemPool } from '../systems/pool.ts';
import { message } from '../text/messages.ts';
import type { Activities, PlanBrief } from './contract.ts';
import { type ActivityDeps, storeOf } from './deps.ts';
import { factScopeOf, filledRemedies } from './filled-remedies.ts';
import { briefOf } from './plan-records.ts';
import { requireIncident, requirePlan } from './require.ts';

/** A cause less sure than this gives advice, not a plan. */
const confidenceMin = 0.55;
/** A second fault of the same system is only acted on when it is nearly as sure: one plan should not mend what nobody asked about. */
const secondaryGapMax = 0.05;
/** One that is critical hurts as much as the first: that the alert has fewer words for it must not leave it out. */
const criticalGapMax = 0.1;
/** How long a precheck may take while a plan is made; on a machine in trouble, which is what plans are for, each of its commands takes seconds. */
const precheckLimitMs = 20_000;

export function createProposePlan(deps: ActivityDeps): Activities['proposePlan'] {
  return async (scope) => {
    const store = storeOf(deps, scope);
    const incident = await requireIncident(store, scope.incidentId);
    const current = incident.planId === null ? null : await store.plans.get(incident.planId);
    if (current !== null && (current.state === 'approved' || current.state === 'running')) return briefOf(deps, current);
    // What a person asked for stands until it is decided: a finding does not take its place.
    if (current?.state === 'pending' && isAskedFor(current) && incident.resolvedAt === null) return briefOf(deps, current);
    const steps = incident.verdict === null || incident.resolvedAt !== null ? [] : await stepsFor(deps, store, incident);
    const digest = planDigest(incident.id, steps);
    if (current !== null && current.state === 'pending' && current.digest === digest) return briefOf(deps, current);
    if (current !== null && !isPlanClosed(current.state) && !(await voidPlan(deps, store, incident, current.id))) {
      // Somebody has decided meanwhile: a plan that was approved is run, not replaced.
      return briefOf(deps, await requirePlan(store, current.id));
    }
    return steps.length === 0 ? null : createPlan(deps, store, incident, steps, digest);
  };
}

function isAskedFor(plan: Plan): boolean {
  return plan.steps.every((step) => step.action === commandActionName);
}

async function createPlan(
  deps: ActivityDeps,
  store: TenantStore,
  incident: Incident,
  steps: readonly ProposedStep[],
  digest: string,
): Promise<PlanBrief> {
  const now = deps.clock.now();
  const policy = deps.policy();
  const risk = highestRisk(steps.map((step) => step.risk));
  const expiresAt = new Date(now + policy.planValidMinutes * 60_000).toISOString();
  const title = joinText(
    steps.map((step) => step.summary),
    ' → ',
  );
  const plan = {
    id: newId('plan', now),
    incidentId: incident.id,
    digest,
    state: 'pending' as const,
    risk,
    title,
    steps,
    requestedBy: incident.requestedBy,
    createdAt: new Date(now).toISOString(),
    expiresAt,
    approvalsNeeded: approvalsNeeded(risk, policy),
  };
  const text = message('plan.proposed', { title, until: expiresAt.slice(0, 16).replace('T', ' ').concat(' UTC') });
  await store.transaction(async (inside) => {
    await inside.plans.create(plan);
    await inside.incidents.change(incident.id, { planId: plan.id });
    await inside.timeline.add({
      incidentId: incident.id,
      at: plan.createdAt,
      kind: 'plan',
      text,
      evidenceIds: steps.flatMap((step) => step.evidenceIds),
      actor: 'zhiban',
      key: plan.id,
    });
    await inside.audit.append({
      at: plan.createdAt,
      actor: 'zhiban',
      door: 'worker',
      action: 'plan.propose',
      incidentId: incident.id,
      target: plan.id,
      outcome: 'ok',
      details: { digest, steps: steps.length, risk },
    });
  });
  deps.metrics.plan('pending');
  return briefOf(deps, plan);
}

/** False when the plan is no longer pending. */
async function voidPlan(deps: ActivityDeps, store: TenantStore, incident: Incident, planId: string): Promise<boolean> {
  const at = new Date(deps.clock.now()).toISOString();
  return store.transaction(async (inside) => {
    const isMoved = await inside.plans.moveState(planId, ['pending'], 'void');
    if (!isMoved) return false;
    await inside.incidents.change(incident.id, { planId: null });
    await inside.timeline.add({
      incidentId: incident.id,
      at,
      kind: 'plan',
      text: message('plan.void', { plan: planId }),
      actor: 'zhiban',
      key: `void-${planId}`,
    });
    await inside.audit.append({
      at,
      actor: 'zhiban',
      door: 'worker',
      action: 'plan.void',
      incidentId: incident.id,
      target: planId,
      outcome: 'ok',
      details: {},
    });
    return true;
  });
}

/**
 * The first confirmed cause and others on the named systems; else the one that is likely enough. What is only linked is not touched on the side,
 * unless several systems are named and what is behind the first of them is as far away: two services that fail at once may each have a cause.
 */
function causesToFix(pool: SystemPool, incident: Incident, causes: readonly Cause[]): readonly Cause[] {
  const confirmed = causes.filter((cause) => cause.state === 'confirmed');
  const [first] = confirmed;
  if (first === undefined) return causes.filter((cause) => cause.confidence >= confidenceMin).slice(0, 1);
  const isLinked = ({ systemId, signatureId }: Cause): boolean =>
    incident.hypotheses.find((each) => each.systemId === systemId && each.signatureId === signatureId)?.relation === 'linked';
  const areSeveral = incident.systemIds.length > 1 && isLinked(first);
  return confirmed.filter((cause) => {
    if (cause === first) return true;
    const gapMax = signatureOf(pool, cause)?.severity === 'critical' ? criticalGapMax : secondaryGapMax;
    // Confidences are given to two places, and so are the gaps.
    const isAsSure = Math.round((first.confidence - cause.confidence) * 100) <= Math.round(gapMax * 100);
    const isElsewhere = cause.systemId !== first.systemId;
    return isLinked(cause) ? areSeveral && isAsSure && isElsewhere : isAsSure || isElsewhere;
  });
}

function signatureOf(pool: SystemPool, cause: Cause): Signature | undefined {
  return pool.get(cause.systemId)?.kind.signatures.find((each) => each.id === cause.signatureId);
}

async function stepsFor(deps: ActivityDeps, store: TenantStore, incident: Incident): Promise<readonly ProposedStep[]> {
  const tables = factTables(await store.evidence.ofIncident(incident.id));
  const causes = incident.verdict?.causes ?? [];
  const chosen = causesToFix(deps.pool, incident, causes);
  const steps: ProposedStep[] = [];
  for (const cause of chosen) {
    const system = deps.pool.get(cause.systemId);
    const signature = signatureOf(deps.pool, cause);
    if (system === null || signature === undefined) continue;
    const scope = factScopeOf(tables, system);
    for (const step of await remediesOf(deps, signature, cause, scope, system)) {
      if (!steps.some((each) => planDigest('', [each]) === planDigest('', [step]))) steps.push(step);
    }
  }
  return steps;
}

async function remediesOf(
  deps: ActivityDeps,
  signature: Signature,
  cause: Cause,
  scope: FactScope,
  system: PooledSystem,
): Promise<readonly ProposedStep[]> {
  const steps: ProposedStep[] = [];
  for (const { target, action, given } of filledRemedies(deps.pool, signature, scope, system)) {
    const step = await stepOf(deps, target, action, given, cause.explanation, cause.evidenceIds);
    // What comes later relies on it, and what came before helps nobody without it.
    if (step === 'blocked' && signature.remedyMode === 'sequence') return [];
    if (step === 'blocked' || step === 'needless') continue;
    steps.push(step);
    if (signature.remedyMode !== 'sequence') break;
  }
  return steps;
}

/** `blocked` when the action doesn't exist, refuses the arguments, or says that it can't be done now; `needless` when it is done already. */
export async function stepOf(
  deps: ActivityDeps,
  target: PooledSystem,
  actionName: string,
  given: ActionArguments,
  why: LocalText,
  evidenceIds: readonly string[],
): Promise<ProposedStep | 'blocked' | 'needless'> {
  const action = target.kind.actions.find((each) => each.name === actionName);
  const parsed = action?.arguments.safeParse(given);
  if (action === undefined || parsed === undefined || !parsed.success) {
    deps.log.warn({ system: target.entry.id, action: actionName }, 'A remedy names an action or arguments that the kind does not accept');
    return 'blocked';
  }
  try {
    const signal = AbortSignal.timeout(precheckLimitMs);
    const precheck = await action.precheck(target.client, parsed.data, {
      clock: deps.clock,
      signal,
      aboutMs: deps.clock.now(),
      entry: target.entry,
      host: hostOf(deps.pool, target.entry),
    });
    if (precheck.state !== 'ready') return precheck.state === 'already' ? 'needless' : 'blocked';
    const words = await describeAction(action, parsed.data);
    return {
      systemId: target.entry.id,
      kind: target.kind.kind,
      action: action.name,
      arguments: parsed.data,
      risk: action.risk,
      summary: words.summary,
      why,
      evidenceIds,
      effect: words.effect,
      verification: words.verification,
      undo: { isPossible: !('impossible' in action.undo), summary: words.undo },
      state: 'waiting',
      note: null,
      proposedOn: precheck.before,
    };
  } catch (error) {
    deps.log.warn({ system: target.entry.id, action: actionName, reason: String(error) }, 'A precheck failed while a plan was made');
    return 'blocked';
  }
}
