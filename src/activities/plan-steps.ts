/** The steps of a running plan: precheck, apply, verify, undo. Each asks the system itself what is already so. */

import { ApplicationFailure } from '@temporalio/common';
import { SystemError } from '../domain/errors.ts';
import { maskSecrets, maskSecretsDeep } from '../domain/mask-secrets.ts';
import type { StepState } from '../domain/plan.ts';
import { joinText, type LocalText, sameText } from '../domain/text.ts';
import type { TenantStore } from '../store/contract.ts';
import type { PlanStepRecord, Situation } from '../store/plan-contract.ts';
import type { Action, Before, Precheck, SystemClient } from '../systems/contract.ts';
import { findAction } from '../systems/find-action.ts';
import { hostOf } from '../systems/pool.ts';
import { message } from '../text/messages.ts';
import { type AskedStep, changedSinceProposal, changedSinceStep, presentOf } from './changed-meanwhile.ts';
import type { Activities, StepScope } from './contract.ts';
import { type ActivityDeps, storeOf } from './deps.ts';
import { keepAnswer } from './keep-answer.ts';
import { requirePlan, requireStep } from './require.ts';

type StepActivities = Pick<Activities, 'precheckStep' | 'applyStep' | 'verifyStep' | 'failStep' | 'undoStep'>;

interface Bound extends AskedStep {
  readonly store: TenantStore;
}

export function createPlanSteps(deps: ActivityDeps): StepActivities {
  return {
    precheckStep: (scope) => precheck(deps, scope),
    applyStep: (scope) => apply(deps, scope),
    verifyStep: (scope) => verify(deps, scope),
    failStep: (scope, note, state) => recordStep(deps, scope, state, sameText(maskSecrets(note).slice(0, 500))),
    undoStep: (scope) => undo(deps, scope),
  };
}

async function precheck(deps: ActivityDeps, scope: StepScope): ReturnType<Activities['precheckStep']> {
  const bound = await bind(deps, scope);
  // A worker died between apply and its answer: the recorded state before the change is the one that counts.
  if (bound.step.applyStartedAt !== null) return { state: 'ready', note: message('step.interrupted').en };
  await recordStep(deps, scope, 'checking', null);
  const outcome = await inTime(bound, () => checkedOf(bound));
  if (outcome.state === 'ready') {
    // Kept exactly as it was: an undo from a masked record would restore something else. It is never shown.
    await bound.store.plans.changeStep(scope.planId, scope.step, { before: outcome.before });
    return { state: 'ready', note: outcome.note?.en ?? '' };
  }
  const text = outcome.state === 'already' ? outcome.note : outcome.reason;
  await recordStep(deps, scope, outcome.state, text);
  await audit(deps, bound.store, scope, 'step.precheck', outcome.state === 'already' ? 'ok' : 'refused', {
    state: outcome.state,
    note: text.en,
  });
  return { state: outcome.state, note: text.en };
}

/** What was approved was approved for the state that it was proposed on: where somebody has set it anew, a person looks again. */
async function checkedOf(bound: Bound): Promise<Precheck> {
  const { step, action, client, context } = bound;
  const outcome = await action.precheck(client, step.arguments, context);
  const change = outcome.state === 'ready' ? await changedSinceProposal(bound, outcome.before) : null;
  return change === null ? outcome : { state: 'blocked', reason: change };
}

/** The undo is on record before the change is made; a second attempt asks the system whether the first one came through. */
async function apply(deps: ActivityDeps, scope: StepScope): ReturnType<Activities['applyStep']> {
  const bound = await bind(deps, scope);
  const { store, step, action, client, context } = bound;
  const before = step.before ?? {};
  if (step.appliedAt !== null) return { note: step.note?.en ?? '' };
  const isSecondAttempt = step.applyStartedAt !== null;
  if (!isSecondAttempt) {
    const plan = await requirePlan(store, scope.planId);
    if (plan.state !== 'running') throw ApplicationFailure.nonRetryable(`Plan is '${plan.state}', not running: nothing was done`);
    await store.plans.changeStep(scope.planId, scope.step, { state: 'applying', applyStartedAt: new Date(deps.clock.now()).toISOString() });
    await audit(deps, store, scope, 'step.apply', 'ok', {
      action: step.action,
      system: step.systemId,
      arguments: maskSecretsDeep(step.arguments),
    });
  }
  const isDone = isSecondAttempt && (await inTime(bound, () => action.isApplied(client, step.arguments, before, context)));
  const note = isDone ? message('step.interrupted') : await applyOnce(deps, scope, bound, before);
  const appliedAt = new Date(deps.clock.now()).toISOString();
  await store.plans.changeStep(scope.planId, scope.step, { state: 'verifying', appliedAt, note: mask(note), ...(await leftBy(bound)) });
  await store.incidents.change(scope.incidentId, {});
  return { note: note.en };
}

/** For the undo, which is refused when somebody else has set it since; a system that does not answer just now is asked again by the verification. */
async function leftBy(bound: Bound): Promise<{ readonly leftAs?: Situation }> {
  try {
    const leftAs = await inTime(bound, () => presentOf(bound, bound.step.before ?? {}));
    return leftAs === null ? {} : { leftAs };
  } catch {
    return {};
  }
}

/** Of an action whose point is what it prints, the output is kept before the step counts as applied. */
async function applyOnce(deps: ActivityDeps, scope: StepScope, bound: Bound, before: Before): Promise<LocalText> {
  const { action, client, step, context } = bound;
  const startedMs = deps.clock.now();
  if (action.answer === undefined) return inTime(bound, () => action.apply(client, step.arguments, before, context));
  const output = await inTime(bound, async () => (await action.answer?.(client, context)) ?? '');
  return keepAnswer(deps, scope, step, { output, startedMs });
}

async function verify(deps: ActivityDeps, scope: StepScope): ReturnType<Activities['verifyStep']> {
  const bound = await bind(deps, scope);
  const { store, step, action, client, context } = bound;
  const verification = await inTime(bound, () => action.verify(client, step.arguments, step.before ?? {}, context));
  if (verification.isMet) {
    await store.plans.changeStep(scope.planId, scope.step, await leftBy(bound));
    await recordStep(deps, scope, 'verified', verification.note);
    await audit(deps, store, scope, 'step.verify', 'ok', { note: verification.note.en });
  } else {
    await store.plans.changeStep(scope.planId, scope.step, { note: mask(verification.note) });
  }
  return { isMet: verification.isMet, note: verification.note.en };
}

async function undo(deps: ActivityDeps, scope: StepScope): ReturnType<Activities['undoStep']> {
  const bound = await bind(deps, scope);
  const { store, step, action, client, context } = bound;
  if (step.applyStartedAt === null) return { isUndone: true, note: message('step.nothingToUndo').en };
  if (step.state === 'undone') return { isUndone: true, note: step.note?.en ?? '' };
  const way = action.undo;
  if ('impossible' in way) {
    const text = withFailure(step, message('step.undoImpossible', { reason: way.impossible }));
    await recordStep(deps, scope, 'undo_failed', text);
    return { isUndone: false, note: text.en };
  }
  await recordStep(deps, scope, 'undoing', null);
  const found = await inTime(bound, () => changedSinceStep(bound));
  if (found !== null) {
    const change = withFailure(step, found);
    await recordStep(deps, scope, 'undo_failed', change);
    await audit(deps, store, scope, 'step.undo', 'refused', { note: change.en });
    return { isUndone: false, note: change.en };
  }
  const note = await inTime(bound, () => way.apply(client, step.arguments, step.before ?? {}, context));
  await recordStep(deps, scope, 'undone', note);
  await audit(deps, store, scope, 'step.undo', 'ok', { note: note.en });
  return { isUndone: true, note: note.en };
}

/** Why a step failed is what people need to know first, and that it stays as it is comes behind. */
function withFailure({ state, note }: PlanStepRecord, text: LocalText): LocalText {
  return state === 'failed' && note !== null ? joinText([note, text], '; ') : text;
}

async function bind(deps: ActivityDeps, scope: StepScope): Promise<Bound> {
  const store = storeOf(deps, scope);
  const step = await requireStep(store, scope.planId, scope.step);
  const system = deps.pool.get(step.systemId);
  const action = system === null ? null : await findAction(system.kind, step.action, step.arguments);
  if (system === null || action === null) throw ApplicationFailure.nonRetryable(message('step.systemGone', { system: step.systemId }).en);
  if (!system.entry.actionsEnabled && action.isReadOnly !== true)
    throw ApplicationFailure.nonRetryable(`System '${step.systemId}' is read-only: 'actionsEnabled' is false in the configuration`);
  const signal = AbortSignal.any([AbortSignal.timeout(action.timeoutMs), deps.cancellation()]);
  return {
    store,
    step,
    action,
    client: system.client,
    context: { clock: deps.clock, signal, aboutMs: deps.clock.now(), entry: system.entry, host: hostOf(deps.pool, system.entry) },
  };
}

/** An action that ignores its signal is left behind: the step has failed or is tried again, and the system itself is asked what is so. */
async function inTime<T>({ action, context }: Bound, work: () => Promise<T>): Promise<T> {
  if (context.signal.aborted) throw new SystemError(`Action '${action.name}' was given up before it began`, { retry: 'later' });
  let onAbort = (): void => undefined;
  const late = new Promise<never>((_resolve, reject) => {
    onAbort = () => setTimeout(() => reject(lateError(action)), action.timeoutMs / 5 + 200).unref();
    context.signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    context.signal.removeEventListener('abort', onAbort);
  }
}

function lateError(action: Action<SystemClient>): Error {
  return new SystemError(`Action '${action.name}' did not end within ${action.timeoutMs / 1_000} s`, { retry: 'later' });
}

/** Writes the step's state and brings the card along. */
async function recordStep(deps: ActivityDeps, scope: StepScope, state: StepState, text: LocalText | null): Promise<void> {
  await storeOf(deps, scope).transaction(async (inside) => {
    await inside.plans.changeStep(scope.planId, scope.step, { state, ...(text === null ? {} : { note: mask(text) }) });
    await inside.incidents.change(scope.incidentId, {});
  });
}

async function audit(
  deps: ActivityDeps,
  store: TenantStore,
  scope: StepScope,
  action: string,
  outcome: 'ok' | 'refused' | 'failed',
  details: Readonly<Record<string, unknown>>,
): Promise<void> {
  const at = new Date(deps.clock.now()).toISOString();
  await store.audit.append({
    at,
    actor: 'zhiban',
    door: 'worker',
    action,
    incidentId: scope.incidentId,
    target: `${scope.planId}#${scope.step + 1}`,
    outcome,
    details,
  });
}

function mask(text: LocalText): LocalText {
  return { 'zh-CN': maskSecrets(text['zh-CN']), en: maskSecrets(text.en) };
}
