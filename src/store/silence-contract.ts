/** What the store keeps of silences. */

import type { Silence, SilenceState } from '../domain/silence.ts';

export interface SilenceStore {
  /** Inserts it, or takes the place of the one with this id. */
  save(silence: Silence): Promise<void>;
  get(id: string): Promise<Silence | null>;
  /** Those whose id begins so; two at most, since one is wanted. */
  beginning(prefix: string): Promise<readonly Silence[]>;
  /** The latest end first. */
  list(filter: { readonly states: readonly SilenceState[]; readonly nowMs: number; readonly limit: number }): Promise<readonly Silence[]>;
}
