/** What the intake may ask of the store about alerts that are taken from their sender and not yet in an incident. */

import type { IncomingAlert } from '../domain/alert.ts';

/** Alerts that came in together, of any groups. */
export interface Parcel {
  /** Urgent ones are grouped before all others. */
  readonly isUrgent: boolean;
  readonly receivedAt: string;
  readonly alerts: readonly IncomingAlert[];
  /** Of one group that could not be dealt with: how often it was tried, when to try again and what was wrong. */
  readonly failed?: { readonly groupKey: string; readonly attempts: number; readonly dueAtMs: number; readonly error: string };
}

export interface StoredParcel extends Omit<Parcel, 'failed'> {
  readonly seq: number;
  readonly attempts: number;
  /** What it takes, of that which `take` bounds. */
  readonly bytes: number;
}

export interface InboxStore {
  /** All or none, on disk when it returns; their numbers, in the order given. Needs no transaction of its own around it, and goes before all other work. */
  append(parcels: readonly Parcel[]): Promise<readonly number[]>;
  /**
   * The first that wait, urgent ones before the oldest, within a bound of bytes, but one at least. To be called within a transaction; only
   * one process at a time gets any, until that transaction ends, and the others get nothing meanwhile.
   */
  take(bytesMax: number, nowMs: number): Promise<readonly StoredParcel[]>;
  /** They are in their incidents now, or in other parcels. */
  remove(seqs: readonly number[]): Promise<void>;
  /** Those of them that are not yet in their incidents. */
  stillWaiting(seqs: readonly number[]): Promise<readonly number[]>;
  /** `waiting` and `failing` count parcels, what was taken last still among them; `failing` were tried at least once. */
  counts(): Promise<{ readonly waiting: number; readonly failing: number }>;
}
