/** What the store keeps of ladders and of the calls that they make. */

import type { LadderRecord, PageReason, PageRecord } from '../domain/ladder.ts';

export type NewPage = Omit<PageRecord, 'id' | 'attempts' | 'sentAt'>;

export interface LadderStore {
  /** Locked until the transaction ends; null when the incident has never been on one. */
  lock(incidentId: string): Promise<LadderRecord | null>;
  get(incidentId: string): Promise<LadderRecord | null>;
  /** Inserts it, or takes the place of the one that is there. */
  save(record: LadderRecord): Promise<void>;
  /** Those whose next step was due before; the longest overdue first. */
  overdue(beforeMs: number, limit: number): Promise<readonly string[]>;
  /** Those that are paused by a silence or a window. */
  held(limit: number): Promise<readonly string[]>;
  /** The same step calls the same person by the same means once. */
  addPages(pages: readonly NewPage[]): Promise<void>;
  /** In the order in which they were made. */
  pagesOf(incidentId: string, limit: number): Promise<readonly PageRecord[]>;
  /** Between two moments, newest first. */
  pagesBetween(fromMs: number, toMs: number, limit: number): Promise<readonly PageRecord[]>;
  /** What is to be sent by a provider; counts the attempt, and no other process is given it before the lease ends. */
  claimPages(limit: number, nowMs: number, leaseMs: number): Promise<readonly PageRecord[]>;
  pageSent(id: string): Promise<void>;
  retryPage(id: string, dueAtMs: number, detail: string): Promise<void>;
  /** Nothing more is tried. */
  endPage(id: string, state: 'refused' | 'skipped', reason: PageReason, detail: string | null): Promise<void>;
}
