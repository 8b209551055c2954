/**
 * The door in the wall between workflows and the world: signatures only, no Node, no packages.
 * Everything is passed by id; records live in the store, so that histories stay small.
 * Every activity may be run again after a crash and must come to the same end.
 */

import type { Steer } from '../domain/incident.ts';
import type { PlanState } from '../domain/plan.ts';
import type { VerdictState } from '../domain/verdict.ts';

/** One look to be taken. `key` is stable within the incident: the same key is looked at once. */
export interface LookOrder {
  readonly key: string;
  readonly systemId: string;
  readonly probe: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly timeoutMs: number;
  readonly round: number;
  /** Why it is looked at: `first-pass`, a signature id, `runbook/<id>`, `llm`, a person's id. */
  readonly reason: string;
}

export interface IncidentScope {
  readonly tenantId: string;
  readonly incidentId: string;
}

export interface InvestigationScope extends IncidentScope {
  /** Grows with each investigation of the incident; the first is 1. */
  readonly run: number;
  readonly startedAtMs: number;
}

export interface BudgetLimits {
  readonly probesMax: number;
  readonly secondsMax: number;
  readonly llmCallsMax: number;
  readonly tokensMax: number;
}

export interface Opened {
  readonly budget: BudgetLimits;
  readonly usesModel: boolean;
  /** Absent in histories from before it came along. */
  readonly looks?: readonly LookOrder[];
}

/** What follows a round of looks without another trip through the workflow. */
export interface AfterLooks {
  readonly round: number;
  readonly isLast: boolean;
  /** False while a model has yet to look. */
  readonly mayConclude: boolean;
}

/** `state` is null while there is no verdict. */
export type RoundEnd = RankOutcome & { readonly state: VerdictState | null };

export type RankOutcome = { readonly next: readonly LookOrder[]; readonly isDecided: boolean };

/** One turn of the model: it asks for looks, or it is done. */
export interface ThinkOutcome {
  readonly isDone: boolean;
  readonly looks: readonly LookOrder[];
  readonly tokens: number;
  /** Set when no profile answered: the offline verdict stands. */
  readonly unavailable: string | null;
}

export interface StepScope extends IncidentScope {
  readonly planId: string;
  readonly step: number;
}

export type PrecheckOutcome = { readonly state: 'ready' | 'already' | 'blocked'; readonly note: string };
export type VerifyOutcome = { readonly isMet: boolean; readonly note: string };

/** What broke off without an end of its own; told once for each key. */
export interface WorkFailure {
  readonly key: string;
  readonly what: 'investigation' | 'remediation' | 'undo' | 'steer';
  readonly reason: string;
  readonly planId: string | null;
}

export interface PlanBrief {
  readonly planId: string;
  readonly digest: string;
  readonly state: PlanState;
  readonly expiresAtMs: number;
  /** How long the plan was valid when it was made, for reminders at half and at four fifths. */
  readonly validMs: number;
  readonly steps: readonly { readonly verifyWithinMs: number; readonly applyTimeoutMs: number; readonly isUndoable: boolean }[];
}

/** One of the detections that the configuration and the systems bring. */
export interface DetectionScope {
  readonly tenantId: string;
  readonly detectionId: string;
}

export interface Activities {
  // escalate
  /** Makes every call of the incident's ladder that is due; says when to look again, null once nothing is to come. */
  climb(scope: IncidentScope): Promise<{ readonly nextAtMs: number | null }>;
  // detect
  /** One query, one judgement of every series, incidents for what is worth one. A detection that is gone ends what it had begun. */
  runDetection(scope: DetectionScope): Promise<{ readonly series: number; readonly opened: number; readonly error: string | null }>;
  // investigate
  /** With the looks of the first round: what `chooseLooks` would say right after. */
  openInvestigation(scope: InvestigationScope): Promise<Opened>;
  chooseLooks(scope: InvestigationScope): Promise<readonly LookOrder[]>;
  runProbe(scope: InvestigationScope, order: LookOrder): Promise<{ readonly evidenceId: string; readonly isOk: boolean }>;
  /**
   * All at once; what one of them found, or why it found nothing, is evidence and no failure. Goes on with what comes after the round, as
   * far as it is told to: ranks, and draws the verdict where no further round would help.
   */
  takeLooks(scope: InvestigationScope, orders: readonly LookOrder[], then: AfterLooks | null): Promise<RoundEnd | null>;
  rankHypotheses(scope: InvestigationScope, round: number): Promise<RankOutcome>;
  think(scope: InvestigationScope, turn: number, tokensLeft: number): Promise<ThinkOutcome>;
  concludeInvestigation(scope: InvestigationScope, end: { readonly isPartial: boolean }): Promise<{ readonly state: VerdictState }>;
  // incident
  proposePlan(scope: InvestigationScope): Promise<PlanBrief | null>;
  readPlan(scope: IncidentScope, planId: string): Promise<PlanBrief>;
  expirePlan(scope: IncidentScope, planId: string): Promise<PlanState>;
  remindApprovers(scope: IncidentScope, planId: string, part: 'half' | 'late'): Promise<void>;
  applySteer(scope: IncidentScope, steer: Steer): Promise<{ readonly investigateAgain: boolean }>;
  readIncidentState(
    scope: IncidentScope,
  ): Promise<{ readonly isResolved: boolean; readonly alertsFiring: number; readonly hasVerdict: boolean }>;
  setPhase(scope: IncidentScope, phase: 'investigating' | 'waiting' | 'running' | 'watching' | 'closed'): Promise<void>;
  settleIncident(scope: IncidentScope, reason: 'fixed' | 'quiet'): Promise<void>;
  /** Tells the thread; a plan that was under way is left as failed. */
  reportFailure(scope: IncidentScope, failure: WorkFailure): Promise<void>;
  // remediate
  beginPlan(scope: IncidentScope, planId: string, digest: string): Promise<{ readonly isAllowed: boolean; readonly reason: string }>;
  precheckStep(scope: StepScope): Promise<PrecheckOutcome>;
  applyStep(scope: StepScope): Promise<{ readonly note: string }>;
  verifyStep(scope: StepScope): Promise<VerifyOutcome>;
  failStep(scope: StepScope, note: string, state: 'failed' | 'undo_failed'): Promise<void>;
  undoStep(scope: StepScope): Promise<{ readonly isUndone: boolean; readonly note: string }>;
  finishPlan(scope: IncidentScope, planId: string, state: PlanState): Promise<void>;
}
