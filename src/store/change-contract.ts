/** What the store keeps of changes that were told. */

import type { Change } from '../domain/change.ts';

export type NewChange = Omit<Change, 'id'>;

export interface ChangeStore {
  /** The same key is kept once; false for one that was told already. */
  add(change: NewChange, key: string): Promise<{ readonly change: Change; readonly isNew: boolean }>;
  /** The latest first; both ends belong to it. */
  between(from: string, to: string, limit: number): Promise<readonly Change[]>;
  forgetBefore(at: string): Promise<void>;
}
