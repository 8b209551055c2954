/** What may be asked of plans, their steps and the decisions on them. */

import type { Approval, Plan, PlanState, PlanStep, StepState } from '../domain/plan.ts';
import type { LocalText } from '../domain/text.ts';

export interface PlanStepRecord extends PlanStep {
  readonly index: number;
  /** The state before the change, recorded before apply. */
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly applyStartedAt: string | null;
  readonly appliedAt: string | null;
}

export interface PlanStore {
  create(plan: Omit<Plan, 'steps'> & { readonly steps: readonly PlanStep[] }): Promise<void>;
  get(id: string): Promise<Plan | null>;
  ofIncident(incidentId: string): Promise<readonly Plan[]>;
  /** By id; what isn't there is left out. */
  statesOf(ids: readonly string[]): Promise<ReadonlyMap<string, PlanState>>;
  /** Compare-and-set along `planTransitions`; false when the plan has moved on. */
  moveState(id: string, from: readonly PlanState[], to: PlanState): Promise<boolean>;
  approvals(planId: string): Promise<readonly Approval[]>;
  /** One decision a person and plan; false when that person has already decided. Throws `conflict` when the digest isn't the plan's. */
  addApproval(approval: Approval): Promise<boolean>;
  steps(planId: string): Promise<readonly PlanStepRecord[]>;
  step(planId: string, index: number): Promise<PlanStepRecord | null>;
  changeStep(
    planId: string,
    index: number,
    change: {
      readonly state?: StepState;
      readonly note?: LocalText;
      readonly before?: Readonly<Record<string, unknown>>;
      readonly applyStartedAt?: string;
      readonly appliedAt?: string;
    },
  ): Promise<void>;
  /** Plans that are not closed, for stop-all. */
  unfinished(): Promise<readonly Plan[]>;
}
