/** What the store keeps of merges and splits by hand: which alerts went where, and what is given back when one is undone. */

import type { IncomingAlert, Severity } from '../domain/alert.ts';
import type { Incident } from '../domain/incident.ts';

/** How things were; what a split doesn't touch is left out. */
export interface MoveBefore {
  /** Of the one that was merged away. */
  readonly from?: Pick<Incident, 'status' | 'phase'>;
  /** Of the one that took the alerts, and what was made of it. */
  readonly to?: { readonly severity: Severity; readonly systemIds: readonly string[] };
  readonly toAfter?: { readonly severity: Severity; readonly systemIds: readonly string[] };
  /** The group of its own that the one that was split gave away. */
  readonly ownGroup?: string;
  /** The group of those alerts that left theirs alone. */
  readonly apart?: string;
}

export interface Move {
  readonly id: string;
  readonly kind: 'merge' | 'split';
  readonly fromId: string;
  readonly toId: string;
  readonly at: string;
  readonly personId: string;
  readonly personName: string;
  /** How many alerts went along at once. */
  readonly alerts: number;
  /** Groups that went as wholes: what comes of them later follows. */
  readonly groupKeys: readonly string[];
  readonly before: MoveBefore;
  readonly undoneAt: string | null;
  readonly undoneBy: string | null;
}

export interface MoveStore {
  /** Nothing is put into incidents until the transaction ends. */
  holdGrouping(): Promise<void>;
  /** Groups whose alerts it has or would get: its own, those it took over, those of its alerts. */
  groupsOf(incidentId: string): Promise<readonly string[]>;
  /** The alerts of these groups, and what comes of them later as long as `toId` is open; returns how many alerts went. */
  handOver(step: {
    readonly fromId: string;
    readonly toId: string;
    readonly groupKeys: readonly string[];
    readonly at: string;
  }): Promise<number>;
  /** Alerts leave their groups for one of their own, in which they come from now on. */
  setApart(step: { readonly incidentId: string; readonly alertIds: readonly string[]; readonly toGroupKey: string }): Promise<void>;
  /** They are of their groups again, also those that are still told in the other. */
  rejoin(step: { readonly incidentId: string; readonly toGroupKey: string }): Promise<void>;
  /** Alerts that come with a group that they were set apart from, told in the one where they are. */
  follow(alerts: readonly IncomingAlert[]): Promise<readonly IncomingAlert[]>;
  add(move: Omit<Move, 'id' | 'undoneAt' | 'undoneBy'>): Promise<Move>;
  get(id: string): Promise<Move | null>;
  /** Newest first, those that were undone too. */
  ofIncident(incidentId: string, limit: number): Promise<readonly Move[]>;
  /** False when somebody has undone it before. */
  markUndone(id: string, at: string, by: string): Promise<boolean>;
}
