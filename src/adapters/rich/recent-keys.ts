/** What was seen or sent lately: bounded in number and age, so that it can't grow with the life of the process. */

import type { Clock } from '../../domain/clock.ts';

export interface RecentKeys<T> {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
  remove(key: string): void;
  readonly size: number;
}

/** The oldest goes first when `entriesMax` is passed; entries older than `keepMs` count as gone. */
export function createRecentKeys<T>(clock: Clock, limit: { readonly entriesMax: number; readonly keepMs: number }): RecentKeys<T> {
  const entries = new Map<string, { readonly value: T; readonly at: number }>();
  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      if (clock.now() - entry.at <= limit.keepMs) return entry.value;
      entries.delete(key);
      return undefined;
    },
    set(key, value) {
      entries.delete(key);
      entries.set(key, { value, at: clock.now() });
      for (const oldest of entries.keys()) {
        if (entries.size <= limit.entriesMax) break;
        entries.delete(oldest);
      }
    },
    remove(key) {
      entries.delete(key);
    },
    get size() {
      return entries.size;
    },
  };
}
