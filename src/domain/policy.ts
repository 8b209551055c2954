/** Who may decide what: pure rules over a person, a plan and the directory. */

import type { Approval, Plan, Risk } from './plan.ts';
import { risks } from './plan.ts';

export const roles = ['viewer', 'responder', 'approver', 'admin'] as const;
export type Role = (typeof roles)[number];

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** How to reach them on each platform: adapter name to the platform's user id. One a platform; they may act from others too. */
  readonly identities: Readonly<Record<string, string>>;
  readonly email?: string;
  /** With country code, digits only after the plus. */
  readonly phone?: string;
}

export interface Policy {
  /** The least role that may approve at each risk. */
  readonly approvers: Readonly<Record<Risk, Role>>;
  /** From this risk on, whoever asked for the plan can't approve it; `never` turns the rule off. */
  readonly excludeRequesterFrom: Risk | 'never';
  /** From this risk on, two different people must approve; `never` turns the rule off. */
  readonly requireTwoFor: Risk | 'never';
  readonly planValidMinutes: number;
}

export type Refusal = 'role' | 'requester' | 'already-decided' | 'second-person';

/** Why this person may not approve this plan, or null when they may. Roles are ordered: an admin may what an approver may. */
export function approvalRefusal(
  person: Person,
  plan: Pick<Plan, 'risk' | 'requestedBy'>,
  given: readonly Approval[],
  policy: Policy,
): Refusal | null {
  if (!hasRole(person, policy.approvers[plan.risk])) return 'role';
  if (isAtLeast(plan.risk, policy.excludeRequesterFrom) && plan.requestedBy === person.id) return 'requester';
  if (given.some((approval) => approval.decision === 'approve' && approval.personId === person.id)) return 'second-person';
  return null;
}

export function approvalsNeeded(risk: Risk, policy: Policy): number {
  return isAtLeast(risk, policy.requireTwoFor) ? 2 : 1;
}

export function hasRole(person: Person, needed: Role): boolean {
  return person.roles.some((role) => roles.indexOf(role) >= roles.indexOf(needed));
}

function isAtLeast(risk: Risk, limit: Risk | 'never'): boolean {
  return limit !== 'never' && risks.indexOf(risk) >= risks.indexOf(limit);
}
