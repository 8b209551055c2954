/**
 * Where people talk. One folder per platform with the same five file names: adapter.ts (life), inbound.ts (platform → Inbound),
 * outbound.ts (send, edit, queue), card.ts (Card → platform blocks), dialect.ts (Rich → platform text).
 * The contract suite in tests/contracts/adapter.ts is called by each.
 */

import type { Card, Rich } from '../domain/card.ts';
import type { Clock } from '../domain/clock.ts';
import type { MessageRef, Place, Priority } from '../domain/place.ts';
import type { Locale } from '../domain/text.ts';

/** What the platform can do; the bot asks and falls back. Sizes are bytes, times are milliseconds. */
export interface Capabilities {
  readonly threads: 'native' | 'quote' | 'none';
  readonly cardEdit: boolean;
  readonly buttons: number;
  readonly forms: 'modal' | 'in-card' | 'none';
  readonly privateReply: boolean;
  readonly sendIdempotency: boolean;
  readonly ackWithinMs: number;
  readonly textBytesMax: number;
  readonly cardBytesMax: number;
  readonly editIntervalMs: number;
  /** After this age a card can't be edited; a fresh one is posted before. */
  readonly editWindowMs?: number;
  /**
   * The platform neither takes a key for a line nor lets us look for one: a line whose answer was lost, or that another process had sent
   * without having recorded it, may show twice. Cards never do.
   */
  readonly repeatsDoubtfulLines?: true;
}

/** Who spoke or clicked, taken from the authenticated envelope only. */
export interface Actor {
  readonly adapter: string;
  readonly workspace: string;
  readonly userId: string;
  readonly name?: string;
  readonly isBot: boolean;
  readonly isExternal: boolean;
}

export type Notice = { readonly level: 'ok' | 'info' | 'warn' | 'error'; readonly text: string };

/** How to answer one interaction; used at most once, safe to leave alone. */
export interface Responder {
  /** Told to the clicker alone. */
  whisper(notice: Notice): Promise<void>;
  /** Opens a form where the platform has one; must be called within the ack budget. False when it can't. */
  openForm(form: Form): Promise<boolean>;
}

export interface Form {
  /** Comes back unchanged with the submission: `reject:plan_…`. */
  readonly id: string;
  readonly title: string;
  readonly submit: string;
  readonly fields: readonly {
    readonly id: string;
    readonly label: string;
    readonly isMultiline: boolean;
    readonly isRequired: boolean;
    readonly placeholder?: string;
  }[];
}

export type Inbound =
  | {
      readonly type: 'message';
      /** Stable over redeliveries: dedupe key. */
      readonly key: string;
      readonly at: string;
      readonly place: Place;
      readonly actor: Actor;
      /** The bot's own mention removed, entities resolved. */
      readonly text: string;
      /** The bot was mentioned, or it is a direct message. */
      readonly isAddressed: boolean;
      readonly messageId: string;
      /** The message that this one answers by quoting it, where the platform has no threads. */
      readonly quotedId?: string;
      /** What that message says, as far as the platform tells. */
      readonly quotedText?: string;
      readonly locale?: Locale;
      readonly responder: Responder;
    }
  | {
      readonly type: 'click';
      readonly key: string;
      readonly at: string;
      readonly place: Place;
      readonly actor: Actor;
      readonly card: MessageRef;
      readonly actionId: string;
      readonly value: string;
      readonly locale?: Locale;
      readonly responder: Responder;
    }
  | {
      readonly type: 'form';
      readonly key: string;
      readonly at: string;
      readonly actor: Actor;
      readonly formId: string;
      readonly fields: Readonly<Record<string, string>>;
      readonly locale?: Locale;
      readonly responder: Responder;
    };

export type AdapterState = 'connecting' | 'up' | 'draining' | 'down' | 'fatal';

export interface AdapterHealth {
  readonly state: AdapterState;
  readonly since: string;
  readonly reason?: string;
}

/** Exactly one of `card` and `rich`. */
export type Outgoing = { readonly card: Card } | { readonly rich: readonly Rich[] };

export interface PostOptions {
  /** The same key is visible at most once, also after a crash between sending and recording. */
  readonly idempotencyKey: string;
  readonly locale: Locale;
  readonly priority: Priority;
  readonly mention?: readonly string[];
  /**
   * False says that this key was never tried before, by any process: then adapters of platforms without idempotency keys need not look
   * for it first. Left out, it may have been tried.
   */
  readonly isRetry?: boolean;
}

export interface ChatAdapter {
  readonly name: string;
  readonly capabilities: Capabilities;
  /** The one workspace whose members are ours; null until the platform has told. Who acts from another one is refused. */
  workspace?(): string | null;
  /** Returns once the adapter tries to connect; `health()` tells how far it is. The sink must not throw. */
  start(sink: (event: Inbound) => void): Promise<void>;
  stop(): Promise<void>;
  health(): AdapterHealth;
  /** Long content is split; the first part's reference is returned. Throws ChatError. */
  post(place: Place, outgoing: Outgoing, options: PostOptions): Promise<MessageRef>;
  /** Edits in place; returns the new reference when the platform had to post afresh. Throws ChatError. */
  edit(message: MessageRef, outgoing: Outgoing, options: PostOptions): Promise<MessageRef>;
  /** To one person in a place; falls back to nothing where the platform can't. */
  whisper(place: Place, actor: Actor, notice: Notice): Promise<void>;
  /** A link to the message, where the platform has one. */
  linkTo?(message: MessageRef): Promise<string | null>;
  /** What the platform itself vouches for about a member; null when it tells nothing or the bot may not ask. Throws ChatError. */
  profileOf?(userId: string): Promise<Profile | null>;
  /** Calls people to a message of ours by the platform's own means beyond a mention. Throws ChatError. */
  urge?(message: MessageRef, userIds: readonly string[], means: Urgency): Promise<void>;
  /** Throws ChatError; `too-large` beyond the platform's limit. */
  upload?(place: Place, file: OutgoingFile, options: PostOptions): Promise<MessageRef>;
  readonly rooms?: Rooms;
  /** Messages that are shown while they are being written. */
  readonly streaming?: Streaming;
}

/** A message that is being written. Plain JSON, so that another process can go on with it. */
export interface StreamedMessage {
  readonly message: MessageRef;
  /** The platform's own id of what grows, where the message's isn't it. */
  readonly card?: string;
  readonly startedMs: number;
}

/** The words are given whole each time. All throw ChatError; who calls leaves out what is not shown in time. */
export interface Streaming {
  start(place: Place, rich: readonly Rich[], options: PostOptions): Promise<StreamedMessage>;
  update(streamed: StreamedMessage, rich: readonly Rich[], options: PostOptions): Promise<void>;
  /** The final words in the place of what was written; doing it again changes nothing. */
  finish(streamed: StreamedMessage, rich: readonly Rich[], options: PostOptions): Promise<MessageRef>;
}

/** What joins a chat identity to a person of the directory. */
export interface Profile {
  readonly name: string | null;
  readonly email: string | null;
  /** With country code and digits only after the plus: `+8613800000000`. */
  readonly phone: string | null;
}

/** In the app, by text message, by a call. */
export type Urgency = 'app' | 'sms' | 'phone';

export interface OutgoingFile {
  readonly name: string;
  readonly title: string;
  readonly bytes: Uint8Array;
}

/** Channels of an incident's own, with the people who work on it. All throw ChatError. */
export interface Rooms {
  /** The same key opens one room, also after a crash, where the platform lets us find it again. */
  open(room: {
    readonly key: string;
    readonly name: string;
    readonly topic: string;
    readonly memberIds: readonly string[];
    readonly locale: Locale;
  }): Promise<Place>;
  /** Who is in it already is no error. */
  invite(room: Place, memberIds: readonly string[]): Promise<void>;
  setTopic(room: Place, topic: string): Promise<void>;
  /** Archived or dissolved, as the platform has it; closed already is no error. */
  close(room: Place): Promise<void>;
}

/** What every adapter is constructed with, so that tests can drive it. */
export interface AdapterContext {
  readonly clock: Clock;
  readonly log: AdapterLog;
  /** Told of what came in and was not let in: forged, of strangers, or not understood. */
  readonly onRefused?: (refusal: Refusal) => void;
}

export interface Refusal {
  readonly adapter: string;
  /** Fixed words of the adapter, nothing of what came in. */
  readonly reason: string;
}

/** The little that an adapter keeps beyond the process: small JSON values. Null when there is none. */
export interface AdapterMemory {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
}

export interface AdapterLog {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

export type ChatErrorKind = 'rate' | 'auth' | 'gone' | 'too-large' | 'format' | 'forbidden' | 'transient';

/** The one error of adapters: says what kind, and when a retry makes sense. */
export class ChatError extends Error {
  readonly kind: ChatErrorKind;
  readonly retryAfterMs: number | null;
  readonly platformCode: string | null;

  constructor(
    kind: ChatErrorKind,
    message: string,
    options: { readonly retryAfterMs?: number; readonly platformCode?: string; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ChatError';
    this.kind = kind;
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.platformCode = options.platformCode ?? null;
  }
}
