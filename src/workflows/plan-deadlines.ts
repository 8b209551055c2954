/** When somebody must be reminded of a plan that waits, and when it is too late: at half, at four fifths and at the end of its time. */

import type { PlanBrief } from '../activities/contract.ts';

type Validity = Pick<PlanBrief, 'expiresAtMs' | 'validMs'>;

const lateShare = 0.2;
const halfShare = 0.5;

/** The next moment (epoch ms) at which something is due. */
export function nextPlanDeadlineMs(plan: Validity, remindersSent: number): number {
  if (remindersSent === 0) return plan.expiresAtMs - halfShare * plan.validMs;
  if (remindersSent === 1) return plan.expiresAtMs - lateShare * plan.validMs;
  return plan.expiresAtMs;
}

/** What is due at this moment; after a long absence only the reminder that still says something. */
export function planDuty(plan: Validity, nowMs: number): 'half' | 'late' | 'expire' {
  if (nowMs >= plan.expiresAtMs) return 'expire';
  return nowMs >= plan.expiresAtMs - lateShare * plan.validMs ? 'late' : 'half';
}
