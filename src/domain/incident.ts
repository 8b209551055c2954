/** An incident: what people work on. Opened by an alert group or by a question. */

import type { Severity } from './alert.ts';
import type { Hypothesis } from './signature.ts';
import type { Locale, LocalText } from './text.ts';
import type { Budget, Spent, Verdict } from './verdict.ts';

export const incidentStatuses = ['triggered', 'acknowledged', 'mitigated', 'resolved'] as const;
export type IncidentStatus = (typeof incidentStatuses)[number];

/** What the incident is busy with; decides the colour and the emoji of the status card. */
export type IncidentPhase = 'received' | 'investigating' | 'waiting' | 'running' | 'watching' | 'closed';

export interface Incident {
  readonly id: string;
  readonly tenantId: string;
  /** `ZB-42`: what people say and type. */
  readonly code: string;
  readonly title: string;
  readonly status: IncidentStatus;
  readonly phase: IncidentPhase;
  readonly severity: Severity;
  readonly origin: 'alert' | 'question' | 'demo';
  readonly question: string | null;
  readonly groupKey: string | null;
  /** The resolved incident of the same group that came before. */
  readonly previousIncidentId: string | null;
  /** The code of the incident that has its alerts now; it is over for good unless that is taken back. */
  readonly mergedInto?: string | null;
  readonly requestedBy: string;
  readonly locale: Locale;
  /** Systems named by the question, or found by the labels of the alerts. */
  readonly systemIds: readonly string[];
  readonly startedAt: string;
  readonly acknowledgedAt: string | null;
  readonly acknowledgedBy: string | null;
  readonly resolvedAt: string | null;
  /** Firing alerts now, and all alerts ever seen in it. */
  readonly alertsFiring: number;
  readonly alertsTotal: number;
  readonly hypotheses: readonly Hypothesis[];
  readonly verdict: Verdict | null;
  /** The current plan; older ones stay readable under their own ids. */
  readonly planId: string | null;
  readonly budget: Budget;
  readonly spent: Spent;
  /** What probes are running, for the card: done / planned. */
  readonly looks: { readonly done: number; readonly planned: number };
  /** Grows by one with each change; cards are brought up to it. */
  readonly revision: number;
}

/** A person's contribution to the investigation. */
export interface Steer {
  /** Unique per contribution, so that a repeated delivery changes nothing. */
  readonly key: string;
  readonly kind: 'fact' | 'rule-out' | 'question' | 'investigate-again' | 'what-changed' | 'resume';
  readonly text: string;
  readonly personId: string;
  readonly at: string;
}

export type TimelineKind =
  | 'opened'
  | 'alert'
  | 'look'
  | 'hypothesis'
  | 'verdict'
  | 'plan'
  | 'approval'
  | 'step'
  | 'steer'
  | 'status'
  | 'note'
  | 'answer';

export interface TimelineEntry {
  readonly id: string;
  readonly incidentId: string;
  readonly at: string;
  readonly kind: TimelineKind;
  readonly text: LocalText;
  readonly evidenceIds: readonly string[];
  /** A person's id, or `zhiban`. */
  readonly actor: string;
}

/** Allowed changes of status. A resolved incident is opened again by its alerts alone, soon after its end; what recurs later gets a new one that links back. */
export const statusTransitions: Readonly<Record<IncidentStatus, readonly IncidentStatus[]>> = {
  triggered: ['acknowledged', 'mitigated', 'resolved'],
  acknowledged: ['triggered', 'mitigated', 'resolved'],
  mitigated: ['acknowledged', 'triggered', 'resolved'],
  resolved: [],
};
