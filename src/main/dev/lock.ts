/** One supervisor per data directory, by a lock that the kernel lets go of when the process dies: kill -9 leaves nothing stale. */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface Lock {
  release(): void;
}

/**
 * Takes the lock `name` in the directory; null when another process holds it. SQLite's file lock is used because Node has none of its
 * own: unlike a pid file it can't be stale, and unlike an abstract socket it also holds between containers that share a volume.
 */
export function takeLock(directory: string, name: string): Lock | null {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(join(directory, `${name}.lock`), { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (error instanceof Error && error.message.includes('locked')) return null;
    throw error;
  }
  return { release: () => database.close() };
}
