/** What the activities are given. */

import type { Urgency } from '../adapters/contract.ts';
import type { Clock } from '../domain/clock.ts';
import type { DetectionSpec } from '../domain/detection.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { Person, Policy } from '../domain/policy.ts';
import type { Locale, LocalText } from '../domain/text.ts';
import type { Budget } from '../domain/verdict.ts';
import type { Runbook } from '../knowledge/runbook.ts';
import type { Store, TenantStore } from '../store/contract.ts';
import type { SystemPool } from '../systems/pool.ts';
import type { IncidentScope, InvestigationScope, ThinkOutcome } from './contract.ts';
import type { CallRules } from './escalate/call-rules.ts';

/** Turns of a model over an investigation; null where none is configured. */
export interface ModelAnalyst {
  think(scope: InvestigationScope, turn: number, tokensLeft: number): Promise<ThinkOutcome>;
  /** Merges the model's grounded report into the offline verdict; null when there is none. */
  conclude(scope: InvestigationScope): Promise<ModelConclusion | null>;
  /** Answers a follow-up from the evidence; null when no model answers. `onText` is told what is written so far. */
  answer(
    scope: IncidentScope,
    question: string,
    key: string,
    onText?: (text: string) => void,
  ): Promise<{ readonly text: LocalText; readonly evidenceIds: readonly string[] } | null>;
}

/** What an analyser from outside has found, and which one it was. */
export interface ForeignFinding {
  readonly analyser: string;
  readonly systemId: string;
  readonly title: LocalText;
  readonly explanation: LocalText;
  readonly advice: LocalText | null;
  readonly confidence: number;
  readonly evidenceIds: readonly string[];
}

/** Has all analysers from outside read the evidence, each bounded in time; one that fails brings nothing. */
export type Analyse = (given: {
  readonly title: string;
  readonly systemIds: readonly string[];
  readonly evidence: readonly Evidence[];
}) => Promise<readonly ForeignFinding[]>;

/** What a model may contribute: grounded causes. Its proposals are advice; plans come from signatures alone. */
export interface ModelConclusion {
  readonly profile: string;
  readonly summary: LocalText;
  readonly causes: readonly {
    readonly systemId: string;
    readonly title: LocalText;
    readonly explanation: LocalText;
    readonly state: 'likely' | 'confirmed';
    readonly confidence: number;
    readonly evidenceIds: readonly string[];
    readonly refutedBy: LocalText | null;
    readonly advice: LocalText | null;
  }[];
}

export interface ActivityMetrics {
  probe(kind: string, probe: string, status: string, ms: number): void;
  plan(state: string): void;
}

export interface ActivityLog {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** What is watched by itself, as the configuration is now. */
export interface Watching {
  readonly specs: () => readonly DetectionSpec[];
  /** Incidents a day of all detections together. */
  readonly budgetPerDay: () => number;
  /** In which reasons name hours and days. */
  readonly timeZone: string;
  /** Of the titles of incidents. */
  readonly locale: () => Locale;
}

export interface ActivityDeps {
  readonly store: Store;
  readonly pool: SystemPool;
  readonly clock: Clock;
  readonly log: ActivityLog;
  readonly metrics: ActivityMetrics;
  readonly policy: () => Policy;
  readonly people: () => readonly Person[];
  /** How people are called when a mention was not enough. */
  readonly urgent: () => Urgency | 'never';
  readonly budget: () => Budget;
  readonly model: () => ModelAnalyst | null;
  /** Absent where no plugin brings an analyser. */
  readonly analyse?: Analyse;
  readonly isModelWanted: () => boolean;
  /** As their files are now; absent where no runbooks are followed. */
  readonly runbooks?: () => Promise<readonly Runbook[]>;
  /** Aborted when the running activity is given up: by its worker ending, or by the server, which then runs it elsewhere. */
  readonly cancellation: () => AbortSignal;
  /** Absent where nobody is called. */
  readonly calls?: CallRules;
  /** Absent where nothing is watched. */
  readonly watching?: Watching;
}

/** The store of the scope's tenant. */
export function storeOf(deps: Pick<ActivityDeps, 'store'>, scope: IncidentScope): TenantStore {
  return deps.store.forTenant(scope.tenantId);
}
