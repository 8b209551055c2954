/** Pages of a list that is ordered by a moment and an id, newest first: a page begins behind the last item of the one before. */

import type { SQL, SQLWrapper } from 'drizzle-orm';
import { ZhibanError } from '../domain/errors.ts';
import { cleanText } from './columns.ts';
import { sql } from './drizzle.ts';

export function writeTimeCursor(at: string, id: string): string {
  return Buffer.from(JSON.stringify([at, id])).toString('base64url');
}

/** What comes after it. Throws ZhibanError `invalid` for what no list gave; `list` is named in that. */
export function behindTimeCursor(cursor: string, columns: { readonly at: SQLWrapper; readonly id: SQLWrapper }, list: string): SQL {
  const [at, id] = readTimeCursor(cursor, list);
  return sql`(${columns.at}, ${columns.id}) < (${at}::timestamptz, ${id}::text)`;
}

function readTimeCursor(cursor: string, list: string): readonly [string, string] {
  try {
    const found: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(found) && typeof found[0] === 'string' && typeof found[1] === 'string' && !Number.isNaN(Date.parse(found[0]))) {
      return [new Date(found[0]).toISOString(), cleanText(found[1])];
    }
  } catch {
    // Falls through to the same refusal.
  }
  throw new ZhibanError('invalid', `The cursor is not one that a list of ${list} gave`);
}
