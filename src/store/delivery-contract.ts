/** What is on its way to people: lines of threads, and moments with what the voices are to say of them. */

import type { VoiceTarget } from '../domain/announcement.ts';
import type { DeliveryState } from '../domain/delivery.ts';
import type { Moment } from '../domain/moment.ts';
import type { MessageRef, Place, Priority } from '../domain/place.ts';
import type { LocalText } from '../domain/text.ts';

/** A line that is to be said in a thread: once. */
export interface OutboxItem {
  readonly id: string;
  readonly incidentId: string;
  readonly threadId: string;
  readonly slot: string;
  readonly priority: Priority;
  readonly text: LocalText;
  readonly evidenceIds: readonly string[];
  /** Who is called by it. */
  readonly personIds: readonly string[];
  /** Beyond a mention, by the platform's own means. */
  readonly urge: 'app' | 'sms' | 'phone' | null;
  /** Counts this one. */
  readonly attempts: number;
  /** When somebody asked for it again after it was given up. */
  readonly replayedAt: string | null;
}

/** A line with where it goes and how far it is. */
export interface OutboxRecord extends OutboxItem {
  readonly state: DeliveryState;
  readonly place: Place;
  readonly error: string | null;
  readonly dueAt: string;
}

/** What came of a line in one place. */
export interface LineState {
  readonly incidentId: string;
  readonly slot: string;
  readonly adapter: string;
  readonly personIds: readonly string[];
  readonly state: 'waiting' | 'sent' | 'dead';
  /** Of a line that was sent: what could not be done beside it. */
  readonly error: string | null;
}

export interface OutboxStore {
  /** What came of the lines with these slots. */
  states(incidentIds: readonly string[], slots: readonly string[]): Promise<readonly LineState[]>;
  /** One row for each thread of the incident; the same slot twice is said once. */
  say(line: {
    readonly incidentId: string;
    readonly slot: string;
    readonly priority: Priority;
    readonly text: LocalText;
    readonly evidenceIds?: readonly string[];
    readonly personIds?: readonly string[];
    readonly urge?: 'app' | 'sms' | 'phone';
    readonly threadId?: string;
  }): Promise<void>;
  /** Due lines, in the order priority, age; leased for `leaseMs`, so that two processes don't send the same one. */
  claim(limit: number, nowMs: number, leaseMs: number): Promise<readonly OutboxItem[]>;
  /** `note` is what could not be done beside it, as calling people louder. */
  sent(id: string, message: MessageRef, note?: string | null): Promise<void>;
  retry(id: string, dueAtMs: number, error: string): Promise<void>;
  /** Claimed and not tried: those that still wait are given out again at once, and it counts as no attempt. */
  release(ids: readonly string[]): Promise<void>;
  /** Given up: kept and visible. */
  dead(id: string, error: string): Promise<void>;
  counts(): Promise<{ readonly waiting: number; readonly dead: number }>;
  /** Newest first. */
  list(filter: { readonly state: DeliveryState; readonly limit: number }): Promise<readonly OutboxRecord[]>;
  /** Dead lines wait again, as if they were new; returns those that did. */
  replay(ids: readonly string[], nowMs: number): Promise<readonly string[]>;
}

export interface MomentRecord {
  readonly id: string;
  readonly incidentId: string;
  readonly moment: Moment;
  readonly key: string;
  readonly at: string;
}

export interface MomentStore {
  /** The same key of an incident is one moment. `labels` come with `opened`: routes match on them for the rest of its life. */
  mark(moment: {
    readonly incidentId: string;
    readonly moment: Moment;
    readonly key: string;
    readonly labels?: Readonly<Record<string, string>>;
  }): Promise<void>;
  /** Oldest first, locked until the transaction ends; passes over those that another process holds. */
  untold(limit: number): Promise<readonly MomentRecord[]>;
  /** Null for an incident that never went through the routes. */
  labelsOf(incidentId: string): Promise<Readonly<Record<string, string>> | null>;
  told(ids: readonly string[]): Promise<void>;
}

export interface NewDelivery {
  readonly incidentId: string;
  readonly moment: Moment;
  readonly momentKey: string;
  readonly momentAt: string;
  readonly target: VoiceTarget;
  readonly priority: Priority;
  readonly isDigest: boolean;
  readonly dueAtMs: number;
}

/** One moment for one target. */
export interface Delivery extends Omit<NewDelivery, 'dueAtMs'> {
  readonly id: string;
  readonly state: DeliveryState;
  readonly destination: string;
  /** Starts so far. */
  readonly attempts: number;
  readonly dueAt: string;
  /** Since when it could have been said; a day after that it is given up. */
  readonly waitingSince: string;
  readonly error: string | null;
}

export interface DeliveryStore {
  /** The same moment for the same target is delivered once. */
  add(deliveries: readonly NewDelivery[]): Promise<void>;
  /** Due ones by priority and age, leased for `leaseMs`; none for the destinations that are busy. */
  claim(limit: number, nowMs: number, leaseMs: number, busy: readonly string[]): Promise<readonly Delivery[]>;
  /** Recorded before each attempt: it counts against the destination's pace even when its end is never known. */
  begin(ids: readonly string[], messageId: string, nowMs: number): Promise<void>;
  /** When messages to this destination were begun, oldest first. */
  startsSince(destination: string, sinceMs: number): Promise<readonly number[]>;
  sent(ids: readonly string[], nowMs: number): Promise<void>;
  retry(ids: readonly string[], dueAtMs: number, error: string): Promise<void>;
  /** Not failed, only not yet. */
  postpone(ids: readonly string[], dueAtMs: number): Promise<void>;
  /** Overtaken by events. */
  skip(ids: readonly string[]): Promise<void>;
  dead(ids: readonly string[], error: string): Promise<void>;
  counts(): Promise<{ readonly waiting: number; readonly dead: number }>;
  /** Newest first. */
  list(filter: { readonly state: DeliveryState; readonly limit: number }): Promise<readonly Delivery[]>;
  replay(ids: readonly string[], nowMs: number): Promise<readonly string[]>;
}
