/** Reads the comma-separated files of the public sets. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Rows without the header, quotes removed. */
export function readRows(path: string): readonly (readonly string[])[] {
  const lines = readFileSync(path, 'utf8').split(/\r?\n/).slice(1);
  return lines.filter((line) => line !== '').map((line) => line.replaceAll('"', '').split(','));
}

/** Paths below a folder that end in `.csv`, in order. */
export function listTables(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.csv'))
    .sort()
    .map((path) => join(directory, path));
}

/** The sets write UTC without saying so. */
export function readTime(text: string): number {
  return Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`);
}
