/** Runs what an incident has done to its end: null when it got through, else why not. Never throws, since what broke is told. */

import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { isCancellation, ParentClosePolicy, sleep, startChild } from '@temporalio/workflow';
import type { IncidentScope } from '../activities/contract.ts';
import type { PlanState } from '../domain/plan.ts';
import { investigate, investigateIn } from './investigate.ts';
import type { Records } from './proxies.ts';
import { reasonOf } from './reason.ts';
import { remediate, undoPlan } from './remediate.ts';

/** A change that the incident wants made; `key` tells one wish for an undo from the next. */
export type Change =
  | { readonly kind: 'remediation'; readonly planId: string; readonly digest: string }
  | { readonly kind: 'undo'; readonly planId: string; readonly key: string };

/** A worker that was killed holds a child's task no longer than this. */
const workflowTaskTimeout = '5 seconds';
const elsewherePauseMs = 3_000;

export function remediationId(planId: string): string {
  return `remediate-${planId}`;
}

/** In the incident's own history: a workflow of its own would cost the engine more than the investigation itself does. */
export async function runInvestigationWithin(scope: IncidentScope, run: number, records: Records): Promise<string | null> {
  try {
    await investigateIn({ ...scope, run, startedAtMs: Date.now() }, { records, looksTogether: () => true });
    return null;
  } catch (error) {
    if (isCancellation(error)) return 'cancelled';
    return reasonOf(error).text;
  }
}

/** As incidents do whose history began before it took in the investigation. */
export async function runInvestigation(scope: IncidentScope, run: number): Promise<string | null> {
  const workflowId = `investigate-${scope.incidentId}-${run}`;
  const parentClosePolicy = ParentClosePolicy.TERMINATE;
  try {
    const handle = await startChild(investigate, { workflowId, args: [scope, run], parentClosePolicy, workflowTaskTimeout });
    await handle.result();
    return null;
  } catch (error) {
    return reasonOf(error).text;
  }
}

/** A change outlives its incident's workflow: a change that is half made helps nobody. */
export async function runChange(scope: IncidentScope, change: Change, records: Records, onStarted: () => void): Promise<string | null> {
  const options = { parentClosePolicy: ParentClosePolicy.ABANDON, workflowTaskTimeout } as const;
  const { planId } = change;
  try {
    const handle =
      change.kind === 'undo'
        ? await startChild(undoPlan, { ...options, workflowId: `undo-${planId}-${change.key}`, args: [scope, planId] })
        : await startChild(remediate, { ...options, workflowId: remediationId(planId), args: [scope, planId, change.digest] });
    onStarted();
    await handle.result();
    return null;
  } catch (error) {
    if (isCancellation(error)) return 'cancelled';
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) return reasonOf(error).text;
    onStarted();
    return endElsewhere(scope, planId, records);
  }
}

/** It was begun by an earlier life of this incident that ended before it: the plan's record says when it is through. */
async function endElsewhere(scope: IncidentScope, planId: string, records: Records): Promise<string | null> {
  try {
    for (let state: PlanState = 'running'; state === 'approved' || state === 'running'; ) {
      await sleep(elsewherePauseMs);
      state = (await records.readPlan(scope, planId)).state;
    }
    return null;
  } catch (error) {
    return reasonOf(error).text;
  }
}
