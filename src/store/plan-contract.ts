/** What may be asked of plans, their steps and the decisions on them. */

import type { Approval, Plan, PlanState, PlanStep, StepState } from '../domain/plan.ts';
import type { LocalText } from '../domain/text.ts';

/** The state of a system as one of its actions recorded it: never shown, since an undo needs it as it was. */
export type Situation = Readonly<Record<string, unknown>>;

/** A step with the state that it was proposed on. */
export interface ProposedStep extends PlanStep {
  readonly proposedOn?: Situation;
}

export interface PlanStepRecord extends PlanStep {
  readonly index: number;
  /** The state that the proposal was made on; null for a step that was proposed without a look at it. */
  readonly proposedOn: Situation | null;
  /** The state before the change, recorded before apply. */
  readonly before: Situation | null;
  /** What an undo would bring back, as the step left it; null where nobody could tell. */
  readonly leftAs: Situation | null;
  readonly applyStartedAt: string | null;
  readonly appliedAt: string | null;
}

export interface PlanStore {
  create(plan: Omit<Plan, 'steps'> & { readonly steps: readonly ProposedStep[] }): Promise<void>;
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
      readonly before?: Situation;
      readonly leftAs?: Situation;
      readonly applyStartedAt?: string;
      readonly appliedAt?: string;
    },
  ): Promise<void>;
  /** Plans that are not closed, for stop-all. */
  unfinished(): Promise<readonly Plan[]>;
}
