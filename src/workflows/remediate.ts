/** Runs an approved plan as a saga: precheck, record the undo, apply, verify; what fails is undone in reverse order. */

import { condition, isCancellation, patched, setHandler, workflowInfo } from '@temporalio/workflow';
import type { IncidentScope, PlanBrief, StepScope, VerifyOutcome } from '../activities/contract.ts';
import type { PlanState } from '../domain/plan.ts';
import { recordsFor } from './at-hand.ts';
import { changes, type Records } from './proxies.ts';
import { reasonOf } from './reason.ts';
import { halt } from './signals.ts';

/** Between two looks at whether a step has had its effect. */
const verifyPauseMs = 1_000;

type StepEnd = 'verified' | 'already' | 'blocked' | 'failed' | 'halted';

/** What every part of a change goes by. */
interface Course {
  readonly incident: IncidentScope;
  readonly records: Records;
}

function courseOf(incident: IncidentScope): Course {
  return { incident, records: recordsFor(patched('records-at-hand')) };
}

export async function remediate(incident: IncidentScope, planId: string, digest: string): Promise<PlanState> {
  let isHalted = false;
  setHandler(halt, () => {
    isHalted = true;
  });

  const course = courseOf(incident);
  const begun = await course.records.beginPlan(incident, planId, digest);
  const plan = await course.records.readPlan(incident, planId);
  if (!begun.isAllowed) return plan.state;
  const done: number[] = [];
  for (const index of plan.steps.keys()) {
    if (isHalted) return finish(course, planId, 'stopped');
    const end = await runStep(course, plan, index, () => isHalted);
    if (end === 'halted') return finish(course, planId, 'stopped');
    if (end === 'verified') done.push(index);
    if (end === 'failed') done.push(index);
    if (end === 'failed' || end === 'blocked') return rollBack(course, plan, done);
  }
  return finish(course, planId, 'verified');
}

/** Takes back a plan that was verified, stopped or failed, step by step in reverse. */
export async function undoPlan(incident: IncidentScope, planId: string): Promise<PlanState> {
  const course = courseOf(incident);
  const plan = await course.records.readPlan(incident, planId);
  const left = await undoSteps(course, plan, [...plan.steps.keys()]);
  if (left.length === 0) return finish(course, planId, 'undone');
  const reason = left.join('; ');
  await course.records.reportFailure(incident, { key: workflowInfo().workflowId, what: 'undo', reason, planId });
  return plan.state;
}

async function runStep(course: Course, plan: PlanBrief, index: number, isHalted: () => boolean): Promise<StepEnd> {
  const step = plan.steps[index];
  if (step === undefined) return 'verified';
  const scope: StepScope = { ...course.incident, planId: plan.planId, step: index };
  const act = changes(step.applyTimeoutMs);
  try {
    const precheck = await act.precheckStep(scope);
    if (precheck.state !== 'ready') return precheck.state;
    if (isHalted()) return 'halted';
    await act.applyStep(scope);
    return await verifyUntil(course, scope, step.verifyWithinMs, act, isHalted);
  } catch (error) {
    await course.records.failStep(scope, reasonOf(error).text, 'failed');
    return 'failed';
  }
}

/** A system that doesn't answer yet has not had its effect yet: many a fix is a restart. */
async function verifyUntil(
  { records }: Course,
  scope: StepScope,
  withinMs: number,
  act: ReturnType<typeof changes>,
  isHalted: () => boolean,
): Promise<StepEnd> {
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

async function rollBack(course: Course, plan: PlanBrief, done: readonly number[]): Promise<PlanState> {
  if (done.length === 0) return finish(course, plan.planId, 'failed');
  const left = await undoSteps(course, plan, done);
  return finish(course, plan.planId, left.length === 0 ? 'rolled_back' : 'failed');
}

/** Why steps could not be taken back; one that can't be undone doesn't stop the others. */
async function undoSteps({ incident, records }: Course, plan: PlanBrief, indexes: readonly number[]): Promise<readonly string[]> {
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

async function finish({ incident, records }: Course, planId: string, state: PlanState): Promise<PlanState> {
  await records.finishPlan(incident, planId, state);
  return state;
}
