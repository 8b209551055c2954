/** The activities as workflows see them, each with its time limits next to it. */

import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/contract.ts';

/** A worker that was killed is noticed after this long; each activity beats every 1.5 s, and the SDK passes on a beat every 4 s. */
const heartbeatTimeout = '5 seconds';

export type Records = Pick<
  Activities,
  | 'openInvestigation'
  | 'chooseLooks'
  | 'rankHypotheses'
  | 'concludeInvestigation'
  | 'readPlan'
  | 'expirePlan'
  | 'remindApprovers'
  | 'readIncidentState'
  | 'setPhase'
  | 'settleIncident'
  | 'reportFailure'
  | 'beginPlan'
  | 'failStep'
  | 'finishPlan'
>;

/** Bookkeeping in our own store: short, and tried again for as long as the store is away. */
export const records: Records = proxyActivities<Records>({
  startToCloseTimeout: '20 seconds',
  heartbeatTimeout,
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '10 seconds' },
});

/** Calling people: short, and tried again for as long as the store is away. */
export const calls = proxyActivities<Pick<Activities, 'climb'>>({
  startToCloseTimeout: '20 seconds',
  heartbeatTimeout,
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '5 seconds' },
});

/** What people say: an answer may need looks and a model. */
export const steers = proxyActivities<Pick<Activities, 'applySteer'>>({
  startToCloseTimeout: '3 minutes',
  heartbeatTimeout,
  retry: { initialInterval: '500 milliseconds', maximumInterval: '10 seconds', maximumAttempts: 8 },
});

/** A proposal asks each system whether the step could be done now. */
export const proposals = proxyActivities<Pick<Activities, 'proposePlan'>>({
  startToCloseTimeout: '60 seconds',
  heartbeatTimeout,
  retry: { initialInterval: '500 milliseconds', maximumInterval: '10 seconds', maximumAttempts: 30 },
});

/** A look has its own limit, which is stretched while the machine does not let it run; this one only catches a worker that died with it. */
export function looks(timeoutMs: number): Pick<Activities, 'runProbe'> {
  return proxyActivities<Pick<Activities, 'runProbe'>>({
    startToCloseTimeout: timeoutMs * 4 + 10_000,
    heartbeatTimeout,
    // A store that is away for half a minute must not cost an investigation its evidence.
    retry: { initialInterval: '300 milliseconds', maximumInterval: '5 seconds', maximumAttempts: 10 },
  });
}

/** All looks of a round: as `looks`, and some more for those that have to wait for their turn in a storm. */
export function roundOfLooks(longestMs: number): Pick<Activities, 'takeLooks'> {
  return proxyActivities<Pick<Activities, 'takeLooks'>>({
    startToCloseTimeout: longestMs * 4 + 60_000,
    heartbeatTimeout,
    retry: { initialInterval: '300 milliseconds', maximumInterval: '5 seconds', maximumAttempts: 10 },
  });
}

/** One turn of a model, failover between profiles included, within the time that the investigation has left. */
export function models(leftMs: number): Pick<Activities, 'think'> {
  return proxyActivities<Pick<Activities, 'think'>>({
    startToCloseTimeout: '3 minutes',
    scheduleToCloseTimeout: leftMs,
    heartbeatTimeout,
    retry: { initialInterval: '1 second', maximumInterval: '10 seconds', maximumAttempts: 3 },
  });
}

/** Changes to systems. A crash in the middle is followed by another attempt, which first asks the system whether it has happened. */
export function changes(timeoutMs: number): Pick<Activities, 'precheckStep' | 'applyStep' | 'verifyStep' | 'undoStep'> {
  return proxyActivities<Pick<Activities, 'precheckStep' | 'applyStep' | 'verifyStep' | 'undoStep'>>({
    startToCloseTimeout: timeoutMs + 20_000,
    heartbeatTimeout,
    // Many attempts for a store that is away; what the system itself refuses is given up by the activity much sooner.
    retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '5 seconds', maximumAttempts: 60 },
  });
}
