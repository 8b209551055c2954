/**
 * What the rest of the house may ask of the store. One file per aggregate implements it, with the same SQL on PGlite and PostgreSQL.
 * Every call runs in a transaction that has the tenant set; rows of other tenants don't exist for it (row-level security).
 */

import type { Evidence } from '../domain/evidence.ts';
import type { Incident, IncidentStatus } from '../domain/incident.ts';
import type { MessageRef, Place } from '../domain/place.ts';
import type { Locale } from '../domain/text.ts';
import type { AlertStore } from './alert-contract.ts';
import type { ChangeStore } from './change-contract.ts';
import type { ConsoleChatStore } from './chat-contract.ts';
import type { DeliveryStore, MomentStore, OutboxStore } from './delivery-contract.ts';
import type { DetectionStore } from './detection-contract.ts';
import type { EventStore } from './event-contract.ts';
import type { IdentityStore } from './identity-contract.ts';
import type { InboxStore } from './inbox-contract.ts';
import type { InsightStore } from './insights-contract.ts';
import type { InteractionStore } from './interaction-contract.ts';
import type { LadderStore } from './ladder-contract.ts';
import type { ModelCallStore } from './model-contract.ts';
import type { MoveStore } from './move-contract.ts';
import type { OncallStore } from './oncall-contract.ts';
import type { PlanStore } from './plan-contract.ts';
import type { RoomStore } from './room-contract.ts';
import type { AlertMemoryStore, RuleBookStore } from './rule-book-contract.ts';
import type { SessionStore } from './session-contract.ts';
import type { SettingStore } from './settings.ts';
import type { SilenceStore } from './silence-contract.ts';
import type { StormStore } from './storm-contract.ts';
import type { SuppressionStore } from './suppression-contract.ts';
import type { TimelineStore } from './timeline-contract.ts';
import type { UnreadStore } from './unread-contract.ts';

export interface Store {
  forTenant(tenantId: string, lane?: import('./gate.ts').Lane): TenantStore;
  tenantIds(): Promise<readonly string[]>;
  ensureTenant(tenantId: string, name: string): Promise<void>;
  /** Calls back soon after any event was committed, by whichever process; returns the way to stop. Missed calls are possible: poll as well. */
  listen(wake: (tenantId: string) => void): Promise<() => Promise<void>>;
  /** Throws when the database is away. */
  ping(): Promise<void>;
  readonly flavour: 'pglite' | 'postgresql';
  close(): Promise<void>;
}

export interface TenantStore {
  readonly tenantId: string;
  readonly incidents: IncidentStore;
  readonly alerts: AlertStore;
  readonly evidence: EvidenceStore;
  readonly plans: PlanStore;
  readonly timeline: TimelineStore;
  readonly threads: ThreadStore & import('./quote-contract.ts').QuoteStore;
  readonly rooms: RoomStore;
  readonly outbox: OutboxStore;
  readonly moments: MomentStore;
  readonly deliveries: DeliveryStore;
  readonly inbox: InboxStore;
  readonly changes: ChangeStore;
  readonly insights: InsightStore;
  readonly storms: StormStore;
  readonly unread: UnreadStore;
  readonly relay: RelayStore;
  readonly audit: AuditStore;
  readonly interactions: InteractionStore;
  readonly chat: ConsoleChatStore;
  readonly sessions: SessionStore;
  readonly events: EventStore;
  readonly model: ModelCallStore;
  readonly settings: SettingStore;
  readonly identities: IdentityStore;
  readonly detections: DetectionStore;
  readonly silences: SilenceStore;
  readonly suppressions: SuppressionStore;
  readonly oncall: OncallStore;
  readonly ladders: LadderStore;
  readonly ruleBooks: RuleBookStore;
  readonly alertMemory: AlertMemoryStore;
  readonly moves: MoveStore;
  /**
   * All or nothing. Use only the store that is passed in: a call on the outer one throws, since on PGlite it would wait for this one to end.
   * It may run again, after a deadlock: do nothing in it but calls of the store. `isGrouping` is for what puts alerts into incidents.
   */
  transaction<T>(work: (inside: TenantStore) => Promise<T>, options?: { readonly isGrouping?: boolean }): Promise<T>;
}

export type NewIncident = Omit<Incident, 'code' | 'revision' | 'tenantId' | 'mergedInto'>;
/** What may be changed of an incident; every change grows the revision by one and emits an `incident` event. */
export type IncidentChange = Partial<
  Pick<
    Incident,
    | 'title'
    | 'phase'
    | 'severity'
    | 'systemIds'
    | 'alertsFiring'
    | 'alertsTotal'
    | 'hypotheses'
    | 'verdict'
    | 'planId'
    | 'budget'
    | 'spent'
    | 'looks'
    | 'acknowledgedAt'
    | 'acknowledgedBy'
    | 'resolvedAt'
    | 'status'
  >
>;

export interface IncidentFilter {
  readonly status?: readonly IncidentStatus[];
  /** ISO 8601; by `startedAt`. */
  readonly since?: string;
  /** Words in the title, the question or the code; every word must appear. */
  readonly q?: string;
  readonly systemId?: string;
  /** 1..200 */
  readonly limit: number;
  readonly cursor?: string;
}

export interface AlertCounts {
  readonly id: string;
  readonly alertsFiring: number;
  readonly alertsTotal: number;
}

export interface IncidentStore {
  /** Gives the next `ZB-n` code of the tenant. Throws `conflict` when the group already has an open incident. */
  create(incident: NewIncident): Promise<Incident>;
  get(id: string): Promise<Incident | null>;
  getByCode(code: string): Promise<Incident | null>;
  /** The unresolved incident of the group, or the storm that it is told in; locked until the transaction ends. */
  openOfGroup(groupKey: string): Promise<Incident | null>;
  /** Those of several groups at once, by group. */
  openOfGroups(groupKeys: readonly string[]): Promise<ReadonlyMap<string, Incident>>;
  latestOfGroup(groupKey: string): Promise<Incident | null>;
  /** Those of them that ever had an incident, were told in a storm or taken over by another incident. */
  knownGroups(groupKeys: readonly string[]): Promise<ReadonlySet<string>>;
  /** Those that started since then, newest first. */
  ofGroupSince(groupKey: string, since: string, limit: number): Promise<readonly Incident[]>;
  /** A resolved one is triggered again, and nobody's. Throws `conflict` when it isn't resolved. */
  reopen(id: string, change: IncidentChange): Promise<Incident>;
  /** Over, without being told as an end: the one with this code has its alerts. Throws `conflict` when it is over already. */
  mergeInto(id: string, code: string, at: string): Promise<Incident>;
  /** The way back. Throws `conflict` when it isn't merged. */
  comeBack(id: string, as: Pick<IncidentChange, 'status' | 'phase' | 'resolvedAt' | 'alertsFiring' | 'alertsTotal'>): Promise<Incident>;
  /** What comes of the group goes to it from now on, as long as it is open. */
  giveGroup(id: string, groupKey: string | null): Promise<void>;
  /** Newest first by `startedAt`. Throws `invalid` for a cursor that it did not give. */
  list(filter: IncidentFilter): Promise<{ readonly items: readonly Incident[]; readonly nextCursor: string | null }>;
  change(id: string, change: IncidentChange): Promise<Incident>;
  /** How many alerts they have, of several at once. */
  changeCounts(counts: readonly AlertCounts[]): Promise<void>;
  /** Compare-and-set of the status along `statusTransitions`; null when the status has moved on. */
  moveStatus(id: string, from: readonly IncidentStatus[], to: IncidentStatus, by: IncidentChange): Promise<Incident | null>;
  /** Adds to `spent` and `looks` atomically: probes run in parallel. Only looks grow the revision and emit an `incident` event. */
  addSpent(
    id: string,
    add: {
      readonly probes?: number;
      readonly llmCalls?: number;
      readonly tokens?: number;
      readonly seconds?: number;
      readonly looksDone?: number;
      readonly looksPlanned?: number;
    },
  ): Promise<void>;
}

export interface EvidenceStore {
  /** Insert-only; the same id twice is the same record and changes nothing. */
  add(evidence: Evidence): Promise<void>;
  get(id: string): Promise<Evidence | null>;
  ofIncident(incidentId: string): Promise<readonly Evidence[]>;
}

/** An incident's presence in one place: one root message, which is the status card. */
export interface Thread {
  readonly id: string;
  readonly incidentId: string;
  readonly place: Place;
  readonly locale: Locale;
  /** The status card; null until it is posted. */
  readonly root: MessageRef | null;
  /** The revision that the card shows; the outbox brings it up to the incident's. */
  readonly cardRevision: number;
  /** The person's message that the thread hangs under, when a mention opened it. */
  readonly parent: MessageRef | null;
  /** The whole channel is the incident's: lines stand in it side by side with what people say. */
  readonly isRoom?: true;
  readonly isClosed?: true;
}

export interface ThreadStore {
  /** The same place twice gives the same thread. */
  create(thread: {
    readonly incidentId: string;
    readonly place: Place;
    readonly locale: Locale;
    readonly parent: MessageRef | null;
    readonly isRoom?: boolean;
  }): Promise<Thread>;
  ofIncident(incidentId: string): Promise<readonly Thread[]>;
  /** Which incident a message belongs to: by thread id of the platform, by the card's id, or by the room that it was said in. */
  find(place: Place): Promise<Thread | null>;
  /** Cards behind their incident's revision: of each channel so many, new ones first. With a lease so many of all, until `setRoot` or its end for nobody else. */
  behind(
    limit: number,
    lease?: { readonly nowMs: number; readonly leaseMs: number },
  ): Promise<readonly { readonly thread: Thread; readonly revision: number }[]>;
  setRoot(id: string, root: MessageRef, cardRevision: number): Promise<void>;
  /** Nothing is brought there any more; lines that still wait for it are given up. */
  close(id: string, at: string): Promise<void>;
}

/** What workflows must be told; written in the same transaction as the cause, delivered at least once. */
export interface RelayItem {
  readonly id: string;
  readonly incidentId: string;
  readonly kind: 'start' | 'alerts' | 'decision' | 'steer' | 'stop' | 'undo' | 'plan' | 'resolved' | 'reload' | 'ladder';
  readonly payload: Readonly<Record<string, unknown>>;
  /** Counts this one. */
  readonly attempts: number;
}

export interface RelayStore {
  add(item: {
    readonly incidentId: string;
    readonly kind: RelayItem['kind'];
    readonly payload: Readonly<Record<string, unknown>> /** The same key is delivered once. */;
    readonly key: string;
  }): Promise<void>;
  /** Oldest first; of each incident only the first item that isn't done, so that one that fails holds up only its own incident. */
  claim(limit: number, nowMs: number, leaseMs: number): Promise<readonly RelayItem[]>;
  done(id: string): Promise<void>;
  retry(id: string, dueAtMs: number, error: string): Promise<void>;
  counts(): Promise<{ readonly waiting: number }>;
}

export interface AuditEntry {
  readonly seq: number;
  readonly at: string;
  readonly actor: string;
  readonly door: string;
  /** `plan.approve`, `step.apply`, `login`, … */
  readonly action: string;
  readonly incidentId: string | null;
  readonly target: string;
  readonly outcome: 'ok' | 'refused' | 'failed';
  readonly details: Readonly<Record<string, unknown>>;
  readonly previousHash: string;
  readonly hash: string;
}

export type NewAuditEntry = Omit<AuditEntry, 'seq' | 'previousHash' | 'hash'>;

export interface AuditStore {
  /** Appends to the tenant's hash chain; writers queue on a lock until their transaction ends, so append last. */
  append(entry: NewAuditEntry): Promise<AuditEntry>;
  list(filter: { readonly incidentId?: string; readonly limit: number; readonly beforeSeq?: number }): Promise<readonly AuditEntry[]>;
  /** Walks the whole chain; names the first entry that doesn't fit. */
  verify(): Promise<{ readonly entries: number; readonly brokenAt: number | null; readonly reason: string | null }>;
}
