/** What of an incident is worth saying aloud: its turning points, not each edit of its card. */

import type { Severity } from './alert.ts';
import type { Priority } from './place.ts';
import type { PlanState } from './plan.ts';

export const moments = ['opened', 'worsened', 'verdict', 'approval', 'reminder', 'plan-ended', 'resolved'] as const;
export type Moment = (typeof moments)[number];

/** What goes first when many wait for the same ear. */
export function priorityOfMoment(moment: Moment, severity: Severity): Priority {
  if (severity === 'critical' && (moment === 'opened' || moment === 'worsened')) return 'critical';
  return isWaitingForPeople(moment) ? 'approval' : 'state';
}

/** Somebody has to act, so it's worth nothing later. */
export function isWaitingForPeople(moment: Moment): boolean {
  return moment === 'approval' || moment === 'reminder';
}

/** The moment that a plan's new state is; null where nobody outside the thread needs to know. */
export function momentOfPlan(state: PlanState): Moment | null {
  if (state === 'pending') return 'approval';
  return state === 'approved' || state === 'running' || state === 'void' ? null : 'plan-ended';
}
