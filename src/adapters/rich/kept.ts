/** The little that must outlive the process: the newest entries, by key, kept as one small value. */

import type { AdapterMemory } from '../contract.ts';

export interface Kept<T> {
  get(key: string): Promise<T | undefined>;
  set(key: string, value: T): Promise<void>;
  entries(): Promise<readonly (readonly [key: string, value: T])[]>;
}

/** The oldest goes first. A memory that is away is no failure: then it holds as long as the process does. */
export function createKept<T>(memory: AdapterMemory | null, name: string, entriesMax: number, read: (value: unknown) => T | null): Kept<T> {
  const entries = new Map<string, T>();
  let loading: Promise<void> | null = null;
  let writing: Promise<void> = Promise.resolve();

  async function load(): Promise<void> {
    const stored: unknown = memory === null ? null : await memory.get(name).catch(() => null);
    if (!Array.isArray(stored)) return;
    for (const pair of stored) {
      if (!Array.isArray(pair) || typeof pair[0] !== 'string' || entries.has(pair[0])) continue;
      const value = read(pair[1]);
      if (value !== null) entries.set(pair[0], value);
    }
  }

  return {
    async get(key) {
      loading ??= load();
      await loading;
      return entries.get(key);
    },
    async entries() {
      loading ??= load();
      await loading;
      return [...entries];
    },
    async set(key, value) {
      loading ??= load();
      await loading;
      const before = entries.get(key);
      if (JSON.stringify(before) === JSON.stringify(value)) return;
      entries.delete(key);
      entries.set(key, value);
      for (const oldest of entries.keys()) {
        if (entries.size <= entriesMax) break;
        entries.delete(oldest);
      }
      if (memory === null) return;
      writing = writing.then(() => memory.set(name, [...entries]).catch(() => undefined));
      await writing;
    },
  };
}
