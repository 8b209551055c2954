/** What the store keeps of alerts that are not told. */

import type { IncomingAlert } from '../domain/alert.ts';
import type { SuppressedAlert, SuppressionKind, SuppressionState } from '../domain/suppression.ts';
import type { AlertFilter } from './alert-contract.ts';

export type AlertName = Pick<IncomingAlert, 'source' | 'fingerprint'>;

/** What is known of alerts that come in, read in one statement. */
export interface Met {
  /** Grows with each change of silences, windows and rules. */
  readonly revision: number;
  /** By `placeKey`. */
  readonly held: ReadonlyMap<string, SuppressedAlert>;
}

export interface SuppressionFilter {
  readonly states?: readonly SuppressionState[] | undefined;
  readonly kind?: SuppressionKind | undefined;
  /** Of a silence, a window or a rule. */
  readonly causeId?: string | undefined;
  /** A fingerprint, an id, or words of labels and annotations. */
  readonly q?: string | undefined;
  readonly since?: string | undefined;
  readonly limit: number;
}

/** As for the list of alerts; what is kept back is in no incident. Up to 201 rows. */
export interface SuppressedPageFilter extends Omit<AlertFilter, 'incidentId' | 'systemId'> {
  readonly states: readonly SuppressionState[];
}

export interface SuppressionStore {
  meet(alerts: readonly AlertName[]): Promise<Met>;
  revision(): Promise<number>;
  /** Silences, windows or rules have changed: every process reads them anew before the next alert. */
  bumpRevision(): Promise<number>;
  /** Inserts them, or updates those of the same id. */
  save(rows: readonly SuppressedAlert[]): Promise<void>;
  /** Held ones whose time to be looked at has come, or that said to hold no longer than until now. */
  due(nowMs: number, limit: number): Promise<readonly SuppressedAlert[]>;
  /** Held ones with this cause are looked at again now. */
  recheck(causeId: string, nowMs: number): Promise<void>;
  /** All held ones: what keeps them may have changed. */
  recheckAll(nowMs: number): Promise<void>;
  /** Newest first. */
  list(filter: SuppressionFilter): Promise<readonly SuppressedAlert[]>;
  /** In the order of the list of alerts, behind a cursor that either list gave. Throws `invalid` as that does. */
  page(filter: SuppressedPageFilter): Promise<readonly SuppressedAlert[]>;
  /** Held alerts by cause. */
  heldByCause(): Promise<ReadonlyMap<string, number>>;
  /** Periods that began since then, by the kind of their first reason. */
  countSince(since: string): Promise<Readonly<Partial<Record<SuppressionKind, number>>>>;
  /** Which of them fire in this incident, by `alertKey`. */
  toldIn(incidentId: string, alerts: readonly AlertName[]): Promise<ReadonlySet<string>>;
}
