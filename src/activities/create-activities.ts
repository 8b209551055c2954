/** All activities, bound to their dependencies, with a heartbeat around each that a dead worker stops. */

import { Context } from '@temporalio/activity';
import { createChooseLooks } from './choose-looks.ts';
import { createConcludeInvestigation } from './conclude-investigation.ts';
import type { Activities } from './contract.ts';
import type { ActivityDeps } from './deps.ts';
import { createRunDetection } from './detect/run-detection.ts';
import { climb } from './escalate/climb.ts';
import { createIncidentRecords } from './incident-records.ts';
import { createOpenInvestigation } from './open-investigation.ts';
import { createPlanRecords } from './plan-records.ts';
import { createPlanSteps } from './plan-steps.ts';
import { createProposePlan } from './propose-plan.ts';
import { createRankHypotheses } from './rank-hypotheses.ts';
import { createRunProbe } from './run-probe.ts';
import { createTakeLooks } from './take-looks.ts';
import { toFailure } from './to-failure.ts';

/** A third of the shortest heartbeat timeout. */
const heartbeatMs = 1_500;

export function createActivities(deps: ActivityDeps): Activities {
  const activities: Activities = {
    openInvestigation: createOpenInvestigation(deps),
    chooseLooks: createChooseLooks(deps),
    runProbe: createRunProbe(deps),
    takeLooks: createTakeLooks(deps),
    rankHypotheses: createRankHypotheses(deps),
    think: async (scope, turn, tokensLeft) => {
      const model = deps.model();
      if (model === null) return { isDone: true, looks: [], tokens: 0, unavailable: 'no model is configured' };
      return model.think(scope, turn, tokensLeft);
    },
    concludeInvestigation: createConcludeInvestigation(deps),
    climb: async (scope) => {
      const { calls } = deps;
      return calls === undefined ? { nextAtMs: null } : climb({ ...deps, calls }, scope);
    },
    runDetection: createRunDetection(deps),
    proposePlan: createProposePlan(deps),
    ...createPlanRecords(deps),
    ...createPlanSteps(deps),
    ...createIncidentRecords(deps),
  };
  return activities;
}

/**
 * For a worker: beats while the activity runs, so that a worker that was killed is noticed within seconds, and decides which failures
 * may be tried again. Only within a worker.
 */
export function withHeartbeat(activities: Activities): Activities {
  const beating = Object.entries(activities).map(([name, activity]: [string, (...given: never[]) => Promise<unknown>]) => [
    name,
    async (...given: never[]): Promise<unknown> => {
      const context = Context.current();
      const beat = setInterval(() => context.heartbeat(), heartbeatMs);
      try {
        return await activity(...given);
      } catch (error) {
        throw toFailure(error, context.info.attempt);
      } finally {
        clearInterval(beat);
      }
    },
  ]);
  return Object.fromEntries(beating) as Activities;
}

/** The signal of the activity that is running here; one that never fires outside a worker. */
export function activityCancellation(): AbortSignal {
  try {
    return Context.current().cancellationSignal;
  } catch {
    return new AbortController().signal;
  }
}
