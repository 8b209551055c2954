/** How alerts come in: parsed, stored and grouped before the sender is told that all is well. */

import type { AlertMapping } from '../config/alert-sources.ts';
import type { IncomingAlert } from '../domain/alert.ts';
import type { RetryView, SourceView, Trial, UnreadView } from '../domain/alert-source.ts';
import type { Caller } from '../operations/contract.ts';
import type { JsonMapping } from './sources/json.ts';

/** Sources that are not built in. */
export interface ForeignSources {
  readonly names: readonly string[];
  /** Throws ZhibanError `invalid` for a body that isn't of the source's form, `unavailable` when it can't be parsed now. */
  parse(name: string, body: unknown, now: string): Promise<readonly IncomingAlert[]>;
}

/** A request as it came, for sources that say more than their body does. */
export interface RawRequest {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly query: Readonly<Record<string, string>>;
  readonly text: string;
  /** The body as JSON. Throws ZhibanError `invalid` with line and column. */
  json(): unknown;
}

/** What a source may need to know beside the body. */
export interface ParseContext {
  /** ISO 8601 in UTC. */
  readonly now: string;
  readonly jsonMapping: JsonMapping | null;
  /** Of times that a source writes without one, such as `+08:00`. */
  readonly utcOffset: string;
  /** Labels that put alerts of a source without groups of its own together. */
  readonly groupBy: readonly string[];
  /** How long an alert holds that doesn't say until when. */
  readonly resolveTimeoutMs: number;
}

/** How a source is asked for its body. */
export interface HookSource {
  /** Its address is `/hooks/NAME`. */
  readonly name: string;
  /** What people call it. */
  readonly title: string;
  /** For senders that can only be given an address: the token may stand in it. */
  readonly takesTokenInAddress: boolean;
  /** For senders that call an address without a body. */
  readonly takesGet?: boolean;
  /** What of the request is parsed; the body as JSON unless said otherwise. */
  read?(request: RawRequest): unknown;
}

/** One form of notification: a file below `sources/`, a line in `registry.ts`, fixtures and a chapter of the guide. */
export interface SourceKind extends HookSource {
  /** Pure. Throws ZhibanError `invalid` naming the first field that doesn't fit; no alerts are an answer too. */
  parse(body: unknown, context: ParseContext): readonly IncomingAlert[];
}

/**
 * - `proved`: signed by a sender that the configuration names; no token is needed.
 * - `forged`: says it is signed and isn't, or not by whom it says; no token helps.
 * - `silent`: shows nothing that could be checked here; the token decides.
 */
export type Proof = 'proved' | 'forged' | 'silent';

/** How a sender that signs shows who it is, and what it wants confirmed before it begins to send. */
export interface SourceDoor {
  /** `isKnown` has shown the token already. Throws ZhibanError `unavailable` when it can't be told now. */
  prove(request: RawRequest, isKnown: boolean): Promise<Proof>;
  /** Called once the sender is let in: true when this was a confirmation, done now, and no alert. */
  greet?(request: RawRequest): Promise<boolean>;
}

export interface Accepted {
  readonly accepted: number;
  readonly incidentIds: readonly string[];
}

export interface Intake {
  /** Begins to group what is stored; what an earlier process left behind, too. */
  start(): void;
  stop(): Promise<void>;
  /**
   * Returns after the alerts are committed; the incidents are told where nobody else sent anything at the moment. Throws ZhibanError `invalid` (which field, what was expected) for a body that isn't
   * of the source's form, and `too-large` above the limits; either way nothing of the body is stored. `plugin/NAME` is a source
   * that a plugin brings.
   */
  accept(tenantId: string, source: string, body: unknown): Promise<Accepted>;
  /** The same for alerts that are parsed already. */
  take(tenantId: string, alerts: readonly IncomingAlert[]): Promise<Accepted>;
}

export interface TrialRequest {
  readonly payload: unknown;
  readonly meta?: Readonly<Record<string, unknown>> | undefined;
  /** A source of the configuration, or one that is built in. */
  readonly source?: string | undefined;
  /** In place of the source's own. */
  readonly mapping?: AlertMapping | undefined;
}

export interface SourceDesk {
  list(caller: Caller): Promise<readonly SourceView[]>;
  /** Changes nothing. Throws ZhibanError `not-found` for a source that isn't there, `invalid` without source and mapping. */
  try(caller: Caller, request: TrialRequest): Promise<Trial>;
  /** Newest first. */
  unread(caller: Caller, name: string): Promise<readonly UnreadView[]>;
  /** Reads them again as the source is now; what still can't be read stays. */
  retry(caller: Caller, name: string): Promise<RetryView>;
  /** May the caller see what senders present? Refused or not, it is in the audit log. */
  tellToken(caller: Caller, name: string): Promise<void>;
  /** Throws them away. */
  forget(caller: Caller, name: string): Promise<{ readonly forgotten: number }>;
}
