/** Runs an approved plan as a saga: precheck, record the undo, apply, verify; what fails is undone in reverse order. */

import { condition, isCancellation, setHandler, workflowInfo } from '@temporalio/workflow';
import type { IncidentScope, PlanBrief, StepScope, VerifyOutcome } from '../activities/contract.ts';
import type { PlanState } from '../domain/plan.ts';
import { changes, records } from './proxies.ts';
import { reasonOf } from './reason.ts';
import { halt } from './signals.ts';

/** Between two looks at whether a step has had its effect. */
const verifyPauseMs = 1_000;

type StepEnd = 'verified' | 'already' | 'blocked' | 'failed' | 'halted';

export async function remediate(incident: IncidentScope, planId: string, digest: string): Promise<PlanState> {
  let isHalted = false;
  setHandler(halt, () => {
    isHalted = true;
  });

  const begun = await records.beginPlan(incident, planId, digest);
  if (!begun.isAllowed) return (await records.readPlan(incident, planId)).state;
  const plan = await records.readPlan(incident, planId);
  const done: number[] = [];
  for (const index of plan.steps.keys()) {
    if (isHalted) return finish(incident, planId, 'stopped');
    const end = await runStep(incident, plan, index, () => isHalted);
    if (end === 'halted') return finish(incident, planId, 'stopped');
    if (end === 'verified') done.push(index);
    if (end === 'failed') done.push(index);
    if (end === 'failed' || end === 'blocked') return rollBack(incident, plan, done);
  }
  return finish(incident, planId, 'verified');
}

/** Takes back a plan that was verified, stopped or failed, step by step in reverse. */
export async function undoPlan(incident: IncidentScope, planId: string): Promise<PlanState> {
  const plan = await records.readPlan(incident, planId);
  const left = await undoSteps(incident, plan, [...plan.steps.keys()]);
  if (left.length === 0) return finish(incident, planId, 'undone');
  const reason = left.join('; ');
  await records.reportFailure(incident, { key: workflowInfo().workflowId, what: 'undo', reason, planId });
  return plan.state;
}

async function runStep(incident: IncidentScope, plan: PlanBrief, index: number, isHalted: () => boolean): Promise<StepEnd> {
  const step = plan.steps[index];
  if (step === undefined) return 'verified';
  const scope: StepScope = { ...incident, planId: plan.planId, step: index };
  const act = changes(step.applyTimeoutMs);
  try {
    const precheck = await act.precheckStep(scope);
    if (precheck.state !== 'ready') return precheck.state;
    if (isHalted()) return 'halted';
    await act.applyStep(scope);
    return await verifyUntil(scope, step.verifyWithinMs, act, isHalted);
  } catch (error) {
    await records.failStep(scope, reasonOf(error).text, 'failed');
    return 'failed';
  }
}

/** A system that doesn't answer yet has not had its effect yet: many a fix is a restart. */
async function verifyUntil(scope: StepScope, withinMs: number, act: ReturnType<typeof changes>, isHalted: () => boolean): Promise<StepEnd> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const verification = await verifyOnce(scope, act);
    if (verification.isMet) return 'verified';
    if (Date.now() >= deadline) {
      await records.failStep(scope, verification.note, 'failed');
      return 'failed';
    }
    if (await condition(isHalted, verifyPauseMs)) return 'halted';
  }
}

async function verifyOnce(scope: StepScope, act: ReturnType<typeof changes>): Promise<VerifyOutcome> {
  try {
    return await act.verifyStep(scope);
  } catch (error) {
    if (isCancellation(error)) throw error;
    return { isMet: false, note: reasonOf(error).text };
  }
}

async function rollBack(incident: IncidentScope, plan: PlanBrief, done: readonly number[]): Promise<PlanState> {
  if (done.length === 0) return finish(incident, plan.planId, 'failed');
  const left = await undoSteps(incident, plan, done);
  return finish(incident, plan.planId, left.length === 0 ? 'rolled_back' : 'failed');
}

/** Why steps could not be taken back; one that can't be undone doesn't stop the others. */
async function undoSteps(incident: IncidentScope, plan: PlanBrief, indexes: readonly number[]): Promise<readonly string[]> {
  const left: string[] = [];
  for (const index of [...indexes].reverse()) {
    const step = plan.steps[index];
    if (step === undefined) continue;
    const scope: StepScope = { ...incident, planId: plan.planId, step: index };
    try {
      const undo = await changes(step.applyTimeoutMs).undoStep(scope);
      if (!undo.isUndone) left.push(undo.note);
    } catch (error) {
      const { text } = reasonOf(error);
      await records.failStep(scope, text, 'undo_failed');
      left.push(text);
    }
  }
  return left;
}

async function finish(incident: IncidentScope, planId: string, state: PlanState): Promise<PlanState> {
  await records.finishPlan(incident, planId, state);
  return state;
}
