/** Who runs on a data directory: written by the supervisor, read by the one after it. */

import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Occupant {
  readonly pid: number;
  readonly url: string | null;
  readonly children: readonly { readonly name: string; readonly pid: number; readonly identity: string }[];
}

/** Null when there is no record, or one that can't be read. */
export function readOccupant(directory: string): Occupant | null {
  try {
    return parseOccupant(JSON.parse(readFileSync(occupantPath(directory), 'utf8')));
  } catch {
    return null;
  }
}

/** Replaces the record in one move. A full disk is no reason to stop: the lock holds without it. */
export function writeOccupant(directory: string, occupant: Occupant): void {
  const path = occupantPath(directory);
  try {
    writeFileSync(`${path}.new`, JSON.stringify(occupant), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  } catch {
    rmSync(`${path}.new`, { force: true });
  }
}

export function removeOccupant(directory: string): void {
  rmSync(occupantPath(directory), { force: true });
}

function occupantPath(directory: string): string {
  return join(directory, 'supervisor.json');
}

function parseOccupant(record: unknown): Occupant | null {
  if (typeof record !== 'object' || record === null || !('pid' in record) || typeof record.pid !== 'number') return null;
  const url = 'url' in record && typeof record.url === 'string' ? record.url : null;
  const children = 'children' in record && Array.isArray(record.children) ? record.children.flatMap(parseChild) : [];
  return { pid: record.pid, url, children };
}

function parseChild(record: unknown): Occupant['children'] {
  if (typeof record !== 'object' || record === null) return [];
  if (!('name' in record) || !('pid' in record) || !('identity' in record)) return [];
  const { name, pid, identity } = record;
  return typeof name === 'string' && typeof pid === 'number' && typeof identity === 'string' ? [{ name, pid, identity }] : [];
}
