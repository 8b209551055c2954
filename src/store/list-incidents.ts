/** The list of incidents, newest first, by filter and words, page by page. */

import type { SQL } from 'drizzle-orm';
import type { Incident } from '../domain/incident.ts';
import { cleanText } from './columns.ts';
import type { IncidentFilter } from './contract.ts';
import { and, desc, gte, inArray, sql } from './drizzle.ts';
import { toIncident } from './incident-row.ts';
import { incidents } from './schema/incident-tables.ts';
import { behindTimeCursor, writeTimeCursor } from './time-cursor.ts';
import type { Work } from './work.ts';

/** `search` holds code, title and question in lower case; only this query reads it. */
const searchColumn = sql.raw('"zhiban"."incidents"."search"');
const wordsMax = 10;
const wordLengthMax = 100;

export async function listIncidents(
  at: Work,
  filter: IncidentFilter,
): Promise<{ readonly items: readonly Incident[]; readonly nextCursor: string | null }> {
  const limit = Math.min(200, Math.max(1, Math.trunc(filter.limit)));
  await walkIndex(at);
  const rows = await at.session
    .select()
    .from(incidents)
    .where(and(...conditionsOf(filter)))
    .orderBy(desc(incidents.startedAt), desc(incidents.id))
    .limit(limit + 1);
  const items = rows.slice(0, limit).map(toIncident);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? writeTimeCursor(last.startedAt, last.id) : null };
}

/**
 * Newest first is an index, and walking it finds a page at once. Without statistics (PGlite never gathers any by itself, PostgreSQL late)
 * the planner would rather collect all rows and sort them, so for the rest of the transaction it is told that sorting is dear.
 */
export async function walkIndex(at: Work): Promise<void> {
  await at.session.execute(sql`select set_config('enable_sort', 'off', true), set_config('enable_bitmapscan', 'off', true)`);
}

/** For what comes after it in the same transaction. */
export async function walkFreely(at: Work): Promise<void> {
  await at.session.execute(sql`select set_config('enable_sort', 'on', true), set_config('enable_bitmapscan', 'on', true)`);
}

function conditionsOf(filter: IncidentFilter): (SQL | undefined)[] {
  const { status, since, systemId, cursor } = filter;
  return [
    status && inArray(incidents.status, [...status]),
    // Said in the words of the partial index, which the planner can't derive from a list of parameters in every case.
    status && !status.includes('resolved') ? sql`${incidents.status} <> 'resolved'` : undefined,
    since === undefined ? undefined : gte(incidents.startedAt, since),
    systemId === undefined ? undefined : sql`${incidents.systemIds} ? ${cleanText(systemId)}`,
    ...searchWords(filter.q ?? '').map((word) => sql`strpos(${searchColumn}, ${word}) > 0`),
    cursor === undefined ? undefined : behindTimeCursor(cursor, { at: incidents.startedAt, id: incidents.id }, 'incidents'),
  ];
}

/** Each word in lower case, to be found with `strpos` in a text that is: it skips ahead, where LIKE tries the word at each letter. */
export function searchWords(q: string): readonly SQL[] {
  return cleanText(q)
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, wordsMax)
    .map((word) => sql`lower(${word.slice(0, wordLengthMax)}::text)`);
}
