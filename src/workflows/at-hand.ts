/**
 * Bookkeeping done by the worker that has the workflow in hand, within the workflow's own task: no way through the engine and back for what
 * takes a few milliseconds in our store (docs/decisions/0035). What can't be done at once, as when the store is away, is done as an activity
 * like any other, which is tried for as long as it takes and holds nobody's task.
 */

import { ActivityFailure, ApplicationFailure, isCancellation, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/contract.ts';
import { type Records, records } from './proxies.ts';

/** Together less than the time of a workflow's task, 5 s, so that the task ends with them. */
const local = proxyLocalActivities<
  Pick<
    Activities,
    'openInvestigation' | 'readPlan' | 'readIncidentState' | 'setPhase' | 'settleIncident' | 'beginPlan' | 'failStep' | 'finishPlan'
  >
>({ scheduleToCloseTimeout: '3 seconds', retry: { maximumAttempts: 1 } });

/** `isAtHand` is false for a history that began before there was this: it goes on as it began. */
export function recordsFor(isAtHand: boolean): Records {
  return isAtHand ? atHand : records;
}

const atHand: Records = {
  openInvestigation: (scope) => first(local.openInvestigation(scope), () => records.openInvestigation(scope)),
  chooseLooks: (scope) => records.chooseLooks(scope),
  rankHypotheses: (scope, round) => records.rankHypotheses(scope, round),
  concludeInvestigation: (scope, end) => records.concludeInvestigation(scope, end),
  readPlan: (scope, planId) => first(local.readPlan(scope, planId), () => records.readPlan(scope, planId)),
  expirePlan: (scope, planId) => records.expirePlan(scope, planId),
  remindApprovers: (scope, planId, part) => records.remindApprovers(scope, planId, part),
  readIncidentState: (scope) => first(local.readIncidentState(scope), () => records.readIncidentState(scope)),
  setPhase: (scope, phase) => first(local.setPhase(scope, phase), () => records.setPhase(scope, phase)),
  settleIncident: (scope, reason) => first(local.settleIncident(scope, reason), () => records.settleIncident(scope, reason)),
  reportFailure: (scope, failure) => records.reportFailure(scope, failure),
  beginPlan: (scope, planId, digest) => first(local.beginPlan(scope, planId, digest), () => records.beginPlan(scope, planId, digest)),
  failStep: (scope, note, state) => first(local.failStep(scope, note, state), () => records.failStep(scope, note, state)),
  finishPlan: (scope, planId, state) => first(local.finishPlan(scope, planId, state), () => records.finishPlan(scope, planId, state)),
};

/** What no other attempt can help with, as a record that is gone, is not attempted again. */
async function first<T>(attempt: Promise<T>, otherwise: () => Promise<T>): Promise<T> {
  try {
    return await attempt;
  } catch (error) {
    if (isCancellation(error) || isFinal(error)) throw error;
    return otherwise();
  }
}

/** The engine wraps what an activity has said; within the task it comes as it was said. */
function isFinal(error: unknown): boolean {
  const said = error instanceof ActivityFailure ? error.cause : error;
  return said instanceof ApplicationFailure && said.nonRetryable === true;
}
