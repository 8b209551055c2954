/** What people and programs are shown of the records: the API's answers, in one language. The names here are public; extend, don't rename. */

import type { Severity } from './alert.ts';
import type { Rich } from './card.ts';
import type { CoursePlace, OnsetKind } from './course.ts';
import type { FactValue, LookStatus, Series } from './evidence.ts';
import type { IncidentPhase, IncidentStatus, TimelineKind } from './incident.ts';
import type { ActionArguments, PlanState, Risk, StepState } from './plan.ts';
import type { HypothesisState } from './signature.ts';
import type { StormView } from './storm.ts';
import type { SuppressionReason, SuppressionState } from './suppression.ts';
import type { ChangeSuspect, Spent, VerdictState } from './verdict.ts';

export interface IncidentSummaryView {
  readonly id: string;
  readonly code: string;
  readonly status: IncidentStatus;
  readonly phase: IncidentPhase;
  readonly severity: Severity;
  readonly title: string;
  readonly origin: string;
  readonly startedAt: string;
  readonly resolvedAt: string | null;
  /** The code of the incident that has its alerts now. */
  readonly mergedInto: string | null;
  readonly acknowledgedBy: string | null;
  readonly alertsFiring: number;
  readonly alertsTotal: number;
  readonly verdictState: VerdictState | null;
  readonly verdictSummary: string | null;
  readonly planState: PlanState | null;
  readonly revision: number;
}

/** A merge or a split by hand; its alerts went from one incident to the other. */
export interface MoveView {
  readonly id: string;
  readonly kind: 'merge' | 'split';
  readonly from: { readonly id: string; readonly code: string };
  readonly to: { readonly id: string; readonly code: string };
  readonly alerts: number;
  readonly at: string;
  readonly by: string;
  readonly undoneAt: string | null;
  readonly undoneBy: string | null;
}

export interface CauseView {
  readonly systemId: string;
  readonly signatureId: string | null;
  readonly state: 'confirmed' | 'likely';
  readonly confidence: number;
  readonly title: string;
  readonly explanation: string;
  readonly advice: string | null;
  readonly refutedBy: string | null;
  readonly evidenceIds: readonly string[];
}

export interface RefutedView {
  readonly systemId: string;
  readonly signatureId: string | null;
  readonly title: string;
  readonly reason: string;
  readonly evidenceIds: readonly string[];
}

export interface BlindSpotView {
  readonly systemId: string;
  readonly probe: string;
  readonly status: string;
  readonly reason: string;
}

/** One thing that began, with the interval in which it must have. */
export interface CourseView {
  readonly systemId: string;
  readonly kind: OnsetKind;
  readonly at: string;
  readonly earliest: string;
  readonly latest: string;
  readonly place: CoursePlace;
  readonly text: string;
  readonly sourceId: string;
}

export interface VerdictView {
  readonly state: VerdictState;
  readonly summary: string;
  readonly causes: readonly CauseView[];
  readonly refuted: readonly RefutedView[];
  readonly blindSpots: readonly BlindSpotView[];
  readonly analyst: string;
  readonly at: string;
  readonly isPartial: boolean;
  /** What began when, in order, as far as it can be ordered. */
  readonly course: readonly CourseView[];
  readonly suspects: readonly ChangeSuspect[];
}

export interface StepView {
  readonly systemId: string;
  readonly action: string;
  readonly arguments: ActionArguments;
  readonly risk: Risk;
  readonly summary: string;
  readonly why: string;
  readonly effect: string;
  readonly verification: string;
  readonly undo: { readonly isPossible: boolean; readonly summary: string };
  readonly evidenceIds: readonly string[];
  readonly state: StepState;
  readonly note: string | null;
}

export interface ApprovalView {
  readonly decision: 'approve' | 'reject';
  readonly personId: string;
  readonly personName: string;
  readonly door: string;
  readonly at: string;
  readonly reason: string | null;
}

export interface PlanView {
  readonly id: string;
  readonly incidentId: string;
  readonly digest: string;
  readonly state: PlanState;
  readonly risk: Risk;
  readonly title: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly requestedBy: string;
  readonly approvalsNeeded: number;
  readonly approvals: readonly ApprovalView[];
  readonly steps: readonly StepView[];
}

export interface HypothesisView {
  readonly id: string;
  readonly systemId: string;
  readonly signatureId: string | null;
  readonly state: HypothesisState;
  readonly confidence: number;
  readonly title: string;
  readonly explanation: string;
  readonly refutedBy: string | null;
  readonly evidenceFor: readonly string[];
  readonly evidenceAgainst: readonly string[];
  readonly author: string;
}

export interface AlertView {
  readonly id: string;
  readonly source: string;
  readonly fingerprint: string;
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string | null;
  readonly generatorUrl: string | null;
  readonly repeats: number;
}

/** One of all alerts that came, with the incident that it is in, or why it is in none. */
export interface AlertListed extends AlertView {
  /** What a person would call it: its summary, else its name. */
  readonly title: string;
  readonly severity: Severity;
  /** Null: it was kept back. */
  readonly incidentId: string | null;
  readonly incidentCode: string | null;
  readonly receivedAt: string;
  /** Null where it went to its incident at once. */
  readonly suppressed: AlertSuppressedView | null;
}

export interface AlertSuppressedView {
  readonly state: SuppressionState;
  readonly since: string;
  readonly closedAt: string | null;
  readonly reasons: readonly (SuppressionReason & { readonly text: string })[];
}

export interface TimelineView {
  readonly id: string;
  readonly at: string;
  readonly kind: TimelineKind;
  readonly text: string;
  readonly actor: string;
  readonly evidenceIds: readonly string[];
}

export interface ThreadView {
  readonly adapter: string;
  readonly channel: string;
  readonly thread: string | null;
  readonly link: string | null;
}

/** A runbook that the investigation followed, as it was then. */
export interface RunbookView {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  /** Markdown. */
  readonly body: string;
  /** The same, parsed. */
  readonly rich: readonly Rich[];
}

export interface IncidentView extends IncidentSummaryView {
  /** Absent where it is none. */
  readonly storm?: StormView;
  readonly question: string | null;
  readonly systemIds: readonly string[];
  readonly previousIncident: { readonly id: string; readonly code: string } | null;
  readonly acknowledgedAt: string | null;
  readonly alerts: readonly AlertView[];
  readonly threads: readonly ThreadView[];
  readonly verdict: VerdictView | null;
  readonly hypotheses: readonly HypothesisView[];
  /** Absent where none was followed. */
  readonly runbooks?: readonly RunbookView[];
  /** The verdict's, also at hand when there is no verdict yet. */
  readonly refuted: readonly RefutedView[];
  readonly blindSpots: readonly BlindSpotView[];
  readonly plan: PlanView | null;
  /** Earlier plans of the incident, newest first. */
  readonly earlierPlans: readonly PlanView[];
  readonly spent: Spent;
  readonly budget: { readonly probesMax: number; readonly secondsMax: number; readonly llmCallsMax: number; readonly tokensMax: number };
  readonly timeline: readonly TimelineView[];
}

export interface EvidenceView {
  readonly id: string;
  readonly incidentId: string;
  readonly systemId: string;
  readonly probe: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly round: number;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly status: LookStatus;
  readonly reason: string | null;
  readonly headline: string;
  readonly query: string;
  readonly facts: Readonly<Record<string, FactValue>>;
  readonly text: string;
  readonly isTruncated: boolean;
  readonly series: readonly Series[];
}

/** A look that belongs to no incident; it is not kept. */
export interface LookView extends Omit<EvidenceView, 'id' | 'incidentId' | 'round'> {
  /** Names of other looks at the system that may have been meant. */
  readonly others: readonly string[];
}

/** What stands on what. `logs`: it keeps the other's logs; `discovered`: evidence has shown it, and nobody has declared it. */
export interface SystemGraphView {
  readonly systems: readonly { readonly id: string; readonly kind: string; readonly title: string }[];
  readonly links: readonly SystemLinkView[];
}

/** `from` needs `to`. */
export interface SystemLinkView {
  readonly from: string;
  readonly to: string;
  readonly how: 'runsOn' | 'dependsOn' | 'logs' | 'discovered';
  /** The look that showed it; null for what the configuration declares. */
  readonly seen: {
    readonly systemId: string;
    readonly probe: string;
    readonly evidenceId: string;
    readonly incidentId: string;
    readonly firstAt: string;
    readonly lastAt: string;
  } | null;
}

export interface SystemView {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly runsOn: string | null;
  readonly dependsOn: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly actionsEnabled: boolean;
  readonly probes: readonly { readonly name: string; readonly summary: string }[];
  readonly actions: readonly { readonly name: string; readonly risk: Risk }[];
  /** Forms of the commands that may be asked for beyond them. */
  readonly commands: readonly string[];
}
