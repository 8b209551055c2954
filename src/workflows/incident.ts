/**
 * The life of one incident: investigate, propose, wait for a person (for days if need be), remediate, watch until it is over.
 * Everything that happens outside arrives as a message; the workflow takes messages in order and moves at its own pace.
 */

import { condition, continueAsNew, isCancellation, log, patched, setHandler, workflowInfo } from '@temporalio/workflow';
import type { IncidentScope, PlanBrief } from '../activities/contract.ts';
import { IncidentLife } from './incident-life.ts';
import { reasonOf } from './reason.ts';
import { type IncidentMessage, phaseOf, tell } from './signals.ts';

/** What a new run needs to know of the old one. */
export interface IncidentState {
  readonly run: number;
  readonly seenKeys: readonly string[];
  readonly plan: PlanBrief | null;
  readonly remindersSent: number;
  readonly queue: readonly IncidentMessage[];
}

export interface IncidentLimits {
  /** The history goes on as a new one beyond this; Temporal's own limit is 51,200 events. */
  readonly eventsMax: number;
  /** A question without a plan is over when nobody has said anything for this long. */
  readonly quietAfterMs: number;
}

const usualLimits: IncidentLimits = { eventsMax: 5_000, quietAfterMs: 60 * 60 * 1_000 };

export async function incident(scope: IncidentScope, carried: IncidentState | null, limits: IncidentLimits = usualLimits): Promise<void> {
  const life = new IncidentLife(scope, carried, limits.quietAfterMs, patched('records-at-hand'));
  setHandler(tell, (message) => life.hear(message));
  setHandler(phaseOf, () => life.phase());
  while (!life.isOver()) {
    await condition(() => life.hasSomethingToDo(), life.patienceMs());
    if (!(await stepSafely(life))) return;
    if (!life.isOver() && life.isIdle() && workflowInfo().historyLength > limits.eventsMax) {
      await continueAsNew<typeof incident>(scope, life.carry(), limits);
    }
  }
}

/** One step that can't be done must not take the incident with it: it is reported and the next message is heard. False when there is no incident. */
async function stepSafely(life: IncidentLife): Promise<boolean> {
  try {
    await life.step();
    return true;
  } catch (error) {
    if (isCancellation(error)) throw error;
    const { text, isGone } = reasonOf(error);
    if (isGone) {
      log.error('The incident is not in the store; there is nothing to go on with', { reason: text });
      return false;
    }
    log.error('A step of the incident failed; it goes on with the next', { reason: text });
    return true;
  }
}
