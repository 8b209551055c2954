/** A plan: ordered steps with exact arguments, bound to its digest. What is approved is the digest, and only that is executed. */

import type { LocalText } from './text.ts';

export const risks = ['low', 'medium', 'high', 'critical'] as const;
export type Risk = (typeof risks)[number];

export const planStates = [
  'pending',
  'approved',
  'running',
  'verified',
  'rolled_back',
  'failed',
  'rejected',
  'expired',
  'void',
  'stopped',
  'undone',
] as const;
export type PlanState = (typeof planStates)[number];

export const stepStates = [
  'waiting',
  'checking',
  'applying',
  'verifying',
  'verified',
  'already',
  'blocked',
  'failed',
  'undoing',
  'undone',
  'undo_failed',
  'skipped',
] as const;
export type StepState = (typeof stepStates)[number];

export type ActionArguments = Readonly<Record<string, string | number | boolean | null>>;

/** What is approved of a step: everything that decides what will be done and where. */
export interface StepProposal {
  readonly systemId: string;
  readonly kind: string;
  readonly action: string;
  readonly arguments: ActionArguments;
}

export interface PlanStep extends StepProposal {
  readonly risk: Risk;
  readonly summary: LocalText;
  /** Why this step, citing evidence. */
  readonly why: LocalText;
  readonly evidenceIds: readonly string[];
  readonly effect: LocalText;
  readonly verification: LocalText;
  readonly undo: { readonly isPossible: boolean; readonly summary: LocalText };
  readonly state: StepState;
  /** What came of it, in one line. */
  readonly note: LocalText | null;
}

export interface Plan {
  readonly id: string;
  readonly incidentId: string;
  readonly digest: string;
  readonly state: PlanState;
  readonly risk: Risk;
  readonly title: LocalText;
  readonly steps: readonly PlanStep[];
  readonly requestedBy: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly approvalsNeeded: number;
}

export interface Approval {
  readonly planId: string;
  readonly digest: string;
  readonly decision: 'approve' | 'reject';
  readonly personId: string;
  readonly personName: string;
  readonly door: string;
  readonly at: string;
  readonly reason: string | null;
}

/** Which state may follow which; everything else is refused by compare-and-set. */
export const planTransitions: Readonly<Record<PlanState, readonly PlanState[]>> = {
  pending: ['approved', 'rejected', 'expired', 'void'],
  approved: ['running', 'void', 'stopped', 'failed', 'expired'],
  running: ['verified', 'rolled_back', 'failed', 'stopped'],
  verified: ['undone'],
  rolled_back: [],
  failed: ['undone'],
  rejected: [],
  expired: [],
  void: [],
  stopped: ['undone'],
  undone: [],
};

/** True once nothing more will happen by itself. */
export function isPlanClosed(state: PlanState): boolean {
  return state !== 'pending' && state !== 'approved' && state !== 'running';
}

/** The riskiest step decides. */
export function highestRisk(given: readonly Risk[]): Risk {
  return risks[Math.max(0, ...given.map((risk) => risks.indexOf(risk)))] ?? 'low';
}
