/** What a person may do, written once: chat, console, CLI and API call these and nothing below them. Each checks rights and writes the audit line. */

import type { Inbound } from '../adapters/contract.ts';
import type { Change } from '../domain/change.ts';
import type { DeliveryView } from '../domain/delivery.ts';
import type { Mark } from '../domain/detection.ts';
import type { DetectionDetailView, DetectionView } from '../domain/detection-view.ts';
import type { InsightReport } from '../domain/insight.ts';
import type { IdentityView, LinkView, PersonView } from '../domain/people-view.ts';
import type { MessageRef, Place } from '../domain/place.ts';
import type { Person } from '../domain/policy.ts';
import type { Locale } from '../domain/text.ts';
import type {
  AlertListed,
  EvidenceView,
  IncidentSummaryView,
  IncidentView,
  LookView,
  PlanView,
  SystemGraphView,
  SystemView,
} from '../domain/view.ts';
import type { AuditEntry } from '../store/contract.ts';
import type { ChatIdentity } from '../store/identity-contract.ts';
import type { MoveOperations } from './moves/moves-contract.ts';
import type { RuleOperations } from './noise/rules-contract.ts';
import type { NoiseOperations } from './noise-contract.ts';
import type { OncallOperations } from './oncall-contract.ts';

/** On whose behalf, and through which door: `api`, `cli`, `console`, `slack`, … */
export interface Caller {
  readonly tenantId: string;
  readonly person: Person;
  readonly door: string;
  readonly locale: Locale;
  /** Where in the door's platform it was said or clicked, when it tells. */
  readonly place?: Place;
}

export interface AskInput {
  readonly text: string;
  readonly locale?: Locale;
  readonly systemIds?: readonly string[];
  /** Where the answer goes: a thread below the question. Without it the routes decide. */
  readonly place?: Place;
  readonly parent?: MessageRef;
  /** The same key asks once. */
  readonly key?: string;
}

/** In words, or by name. */
export type LookInput =
  | { readonly text: string }
  | { readonly systemId: string; readonly probe: string; readonly parameters?: Readonly<Record<string, unknown>> };

export interface CommandInput {
  readonly systemId: string;
  /** As a person would type it at the system. */
  readonly command: string;
  /** The incident that it belongs to; without one, or where its plan waits or runs, it gets one of its own. */
  readonly incident?: string;
  readonly locale?: Locale;
  readonly place?: Place;
  readonly parent?: MessageRef;
  /** The same key asks once. */
  readonly key?: string;
}

export interface ChangeInput {
  readonly title: string;
  readonly kind?: string;
  /** Ids of systems. */
  readonly systems?: readonly string[];
  /** A pipeline's own names: matched by id or by the label `service` or `app`; what fits no system is left out rather than refused. */
  readonly isLoose?: boolean;
  /** ISO 8601; just now when it is left out. */
  readonly at?: string;
  readonly version?: string;
  readonly author?: string;
  readonly url?: string;
  /** The same key is kept once. */
  readonly key?: string;
}

export interface ProposedCommand {
  readonly incidentId: string;
  readonly code: string;
  /** Whether an incident was opened for it. */
  readonly isNew: boolean;
  readonly plan: PlanView;
}

export interface PlanResult {
  readonly plan: PlanView;
  /** True when this call changed the state; false for a repeat that found it already so. */
  readonly isChanged: boolean;
  /** For approvals: how many more people are needed. */
  readonly approvalsMissing: number;
}

export interface AccountName {
  readonly adapter: string;
  readonly userId: string;
  readonly workspace?: string;
}

/** All that is given has to be met. Moments are ISO 8601 and meant of the beginning. */
export interface AlertsAsked {
  readonly status?: 'firing' | 'resolved' | undefined;
  /** Some of critical, warning and info, separated by commas. */
  readonly severity?: string | undefined;
  readonly source?: string | undefined;
  /** Of one alert in its source: all its periods, also those that were kept back and told in the end. */
  readonly fingerprint?: string | undefined;
  /** Whether what was kept back is listed too (as it is by default), or alone. */
  readonly suppressed?: 'include' | 'exclude' | 'only' | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  /** Id or code. What was kept back is in none. */
  readonly incident?: string | undefined;
  /** One that the incident concerns. */
  readonly systemId?: string | undefined;
  /** The label of that name. */
  readonly service?: string | undefined;
  /** Matchers as Alertmanager writes them. */
  readonly match?: readonly string[] | undefined;
  /** Words that all stand in the labels or annotations. */
  readonly q?: string | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/**
 * All throw ZhibanError: `not-found`, `forbidden` (the message says who may), `conflict` (the message says what the state is now
 * and who made it so), `invalid`. An incident is named by its id or its code.
 */
export interface Operations extends MoveOperations, NoiseOperations, OncallOperations, RuleOperations {
  ask(caller: Caller, input: AskInput): Promise<{ readonly incidentId: string; readonly code: string }>;
  listIncidents(
    caller: Caller,
    filter: {
      readonly status?: string;
      readonly since?: string;
      readonly q?: string;
      readonly systemId?: string;
      readonly limit?: number;
      readonly cursor?: string;
    },
  ): Promise<{ readonly items: readonly IncidentSummaryView[]; readonly nextCursor: string | null }>;
  /** Newest beginning first. */
  listAlerts(caller: Caller, asked: AlertsAsked): Promise<{ readonly items: readonly AlertListed[]; readonly nextCursor: string | null }>;
  showIncident(caller: Caller, idOrCode: string): Promise<IncidentView>;
  listEvidence(caller: Caller, idOrCode: string): Promise<readonly EvidenceView[]>;
  showEvidence(caller: Caller, evidenceId: string): Promise<EvidenceView>;
  showPlan(caller: Caller, planId: string): Promise<PlanView>;
  listSystems(caller: Caller): Promise<readonly SystemView[]>;
  /** What stands on what, declared and discovered. */
  systemGraph(caller: Caller): Promise<SystemGraphView>;
  /** One read-only look; `invalid` says what could be meant where the words are not clear. An unreachable system is an answer. */
  look(caller: Caller, input: LookInput): Promise<LookView>;
  /**
   * A command of a kind's grammar as a plan that waits for its approval; nothing is run. `invalid` says what is not allowed, why, and what
   * is allowed near it; `conflict` that it can't be done now.
   */
  proposeCommand(caller: Caller, input: CommandInput): Promise<ProposedCommand>;
  /** Whether the words name a look at all. */
  wouldLook(text: string): boolean;
  approve(caller: Caller, planId: string, digest: string): Promise<PlanResult>;
  reject(caller: Caller, planId: string, reason: string): Promise<PlanResult>;
  /** Halts before the next step and offers the undo. */
  stop(caller: Caller, planId: string): Promise<PlanResult>;
  undo(caller: Caller, planId: string): Promise<PlanResult>;
  stopAll(caller: Caller): Promise<{ readonly stopped: readonly string[] }>;
  acknowledge(caller: Caller, idOrCode: string): Promise<IncidentView>;
  resolve(caller: Caller, idOrCode: string, note: string): Promise<IncidentView>;
  /** Shows the incident in a further place; `isNew` is false when it is shown in that channel already. */
  mirror(
    caller: Caller,
    idOrCode: string,
    input: { readonly place: Place; readonly locale?: Locale },
  ): Promise<{ readonly incident: IncidentView; readonly isNew: boolean }>;
  /** A channel of the incident's own; without a name the platform that the caller is in, or the first that can. */
  openRoom(caller: Caller, idOrCode: string, adapter: string | null): Promise<{ readonly incident: IncidentView; readonly isNew: boolean }>;
  steer(
    caller: Caller,
    idOrCode: string,
    input: {
      readonly kind: 'fact' | 'rule-out' | 'question' | 'investigate-again' | 'what-changed' | 'resume';
      readonly text: string;
      readonly key?: string;
    },
  ): Promise<void>;
  listAudit(
    caller: Caller,
    filter: { readonly incidentId?: string; readonly limit?: number; readonly beforeSeq?: number },
  ): Promise<readonly AuditEntry[]>;
  verifyAudit(caller: Caller): Promise<{ readonly entries: number; readonly brokenAt: number | null; readonly reason: string | null }>;
  listPeople(caller: Caller): Promise<readonly PersonView[]>;
  /** The caller, nothing hidden. */
  whoami(caller: Caller): Promise<PersonView>;
  /** A code that proves the account to whoever presents it: tell it to the account alone. It works once, within ten minutes. */
  issueLinkCode(
    tenantId: string,
    identity: ChatIdentity & { readonly name: string | null },
  ): Promise<{ readonly code: string; readonly expiresAt: string }>;
  /** What the code would link; uses nothing up. */
  previewLink(caller: Caller, code: string): Promise<LinkView>;
  /** The account that was told the code is the caller's from now on. */
  linkByCode(caller: Caller, code: string): Promise<PersonView>;
  /** For administrators; without a workspace the adapter's own is meant. */
  linkIdentity(caller: Caller, personId: string, identity: AccountName): Promise<PersonView>;
  /** One's own, or anybody's for administrators. */
  unlinkIdentity(caller: Caller, identity: AccountName): Promise<{ readonly removed: readonly IdentityView[] }>;
  /** Messages to people by state, `dead` unless another is named; newest first. */
  /** A change that took effect; `invalid` says which system is not known. The same key is kept once. */
  addChange(caller: Caller, input: ChangeInput): Promise<Change>;
  /** The latest first. */
  listChanges(caller: Caller, filter: { readonly hours?: number; readonly limit?: number }): Promise<readonly Change[]>;
  listDeliveries(caller: Caller, filter: { readonly state?: string; readonly limit?: number }): Promise<readonly DeliveryView[]>;
  /** Tries again what was given up; `not-found` for anything else. */
  replayDelivery(caller: Caller, id: string): Promise<{ readonly replayed: readonly string[] }>;
  replayDeliveries(caller: Caller): Promise<{ readonly replayed: readonly string[] }>;
  /** The last four weeks by week in UTC unless told otherwise. `invalid` for a span that ends before it begins, an unknown group or time zone. */
  insights(
    caller: Caller,
    span: { readonly since?: string; readonly until?: string; readonly timeZone?: string; readonly group?: string },
  ): Promise<InsightReport>;
  listDetections(caller: Caller): Promise<readonly DetectionView[]>;
  showDetection(caller: Caller, id: string): Promise<DetectionDetailView>;
  /** Now, beside its schedule; returns what is known after it. */
  runDetection(caller: Caller, id: string): Promise<DetectionDetailView>;
  /** A held one is neither run nor opens anything, and what it had opened ends; it is resumed by a person. */
  holdDetection(caller: Caller, id: string, isHeld: boolean): Promise<DetectionDetailView>;
  /** On what a detection opened; null takes the mark back. `invalid` for any other incident. */
  markDetection(
    caller: Caller,
    idOrCode: string,
    mark: Mark | null,
  ): Promise<{ readonly code: string; readonly mark: Mark | null; readonly events: number }>;
  listDemos(caller: Caller): Promise<readonly DemoView[]>;
  startDemo(caller: Caller, scenario: string): Promise<{ readonly scenario: string; readonly text: string }>;
  endDemo(caller: Caller): Promise<{ readonly removed: readonly string[] }>;
}

export interface DemoView {
  readonly scenario: string;
  readonly title: string;
  readonly description: string;
  readonly isAvailable: boolean;
  readonly unavailableBecause: string | null;
  readonly isRunning: boolean;
}

/** How chat reaches the operations: the bot parses and routes what adapters hear. */
export type HandleInbound = (event: Inbound) => void;
