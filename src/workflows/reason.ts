/** Why a child, an activity or a step failed, in one line: what the activity said, without the wrappers around it and without what lies below it. */

import { ActivityFailure, ApplicationFailure, ChildWorkflowFailure } from '@temporalio/workflow';

/** The type of the failure with which activities say that a record isn't there at all. */
const goneType = 'gone';

export interface Reason {
  readonly text: string;
  /** A record that must be there isn't; no later attempt can find it. */
  readonly isGone: boolean;
}

export function reasonOf(error: unknown): Reason {
  let cause = error;
  while (cause instanceof ActivityFailure || cause instanceof ChildWorkflowFailure) cause = cause.cause;
  const text = cause instanceof Error ? cause.message : String(cause);
  return { text: text.slice(0, 500), isGone: cause instanceof ApplicationFailure && cause.type === goneType };
}
