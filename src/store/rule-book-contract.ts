/** What the store keeps of rules, and of what they need to know of alerts. */

import type { AlertChanges } from '../analysis/noise/flapping.ts';
import type { IncomingAlert } from '../domain/alert.ts';
import type { SavedRuleBook } from '../domain/rule-book.ts';
import type { AlertName } from './suppression-contract.ts';

export interface RuleBookStore {
  /** The version in force; the usual one, with the number 0, when nobody has saved any. */
  current(): Promise<SavedRuleBook>;
  get(version: number): Promise<SavedRuleBook | null>;
  /** Newest first. */
  list(limit: number): Promise<readonly SavedRuleBook[]>;
  /** Throws `conflict` when `after` is no longer the version in force. */
  save(book: Omit<SavedRuleBook, 'version'>, after: number): Promise<SavedRuleBook>;
}

/** An alert in one of the groups that its sender tells of it in. */
export type AlertPlace = Pick<IncomingAlert, 'source' | 'fingerprint' | 'groupKey'>;

/** An alert that fires and keeps others quiet. */
export interface Inhibitor extends AlertName {
  readonly ruleId: string;
  readonly key: string;
  readonly isTarget: boolean;
  /** What people call it. */
  readonly title: string;
  /** Until when it holds, where its source says so. */
  readonly endsAt: string | null;
}

export interface AlertMemoryStore {
  /** By `placeKey`; only of alerts that ended at least once. */
  changesOf(alerts: readonly AlertPlace[]): Promise<ReadonlyMap<string, AlertChanges>>;
  saveChanges(changes: readonly (AlertPlace & AlertChanges)[]): Promise<void>;
  /** Of alerts that have not changed since. */
  forgetChangesBefore(ms: number): Promise<void>;
  addInhibitors(inhibitors: readonly Inhibitor[]): Promise<void>;
  /** Of these alerts, and the rules by which they were some. */
  removeInhibitors(alerts: readonly AlertName[]): Promise<readonly string[]>;
  /** The same of what fires in this incident. */
  removeInhibitorsOf(incidentId: string): Promise<readonly string[]>;
  clearInhibitors(): Promise<void>;
  /** Those that hold now under these keys. */
  inhibitorsOf(targets: readonly { readonly ruleId: string; readonly key: string }[], nowMs: number): Promise<readonly Inhibitor[]>;
  /** Where these alerts fire: the groups of the open incidents that each is in, by `alertKey`. */
  groupsOfOpen(alerts: readonly AlertName[]): Promise<ReadonlyMap<string, readonly string[]>>;
  /** What came in since then, told or not, page by page; the cursor is null at the end. */
  storedSince(
    sinceMs: number,
    cursor: string | null,
    limit: number,
  ): Promise<{ readonly alerts: readonly IncomingAlert[]; readonly cursor: string | null }>;
  /** How often a rule has held back alerts of this group since then. */
  countHeld(ruleId: string, groupKey: string, since: string): Promise<number>;
}
