/** The list of all alerts, newest first, by filter and words, page by page. */

import type { SQL } from 'drizzle-orm';
import { ZhibanError } from '../domain/errors.ts';
import type { Matcher } from '../domain/silence.ts';
import type { AlertFilter, AlertPage } from './alert-contract.ts';
import { cleanText } from './columns.ts';
import { and, desc, eq, gte, inArray, lte, sql } from './drizzle.ts';
import { searchWords, walkIndex } from './list-incidents.ts';
import { alerts, incidents } from './schema/incident-tables.ts';
import { behindTimeCursor, writeTimeCursor } from './time-cursor.ts';
import type { Work } from './work.ts';

/** Only this query reads them. */
const searchColumn = sql.raw('"zhiban"."alerts"."search"');
const severityColumn = sql.raw('"zhiban"."alerts"."severity"');

export async function listAlerts(at: Work, filter: AlertFilter): Promise<AlertPage> {
  const limit = Math.min(200, Math.max(1, Math.trunc(filter.limit)));
  // What one incident has is found by it, and sorted.
  if (filter.incidentId === undefined) await walkIndex(at);
  const rows = await at.session
    .select()
    .from(alerts)
    .where(and(...conditionsOf(filter)))
    .orderBy(desc(alerts.startsAt), desc(alerts.id))
    .limit(limit + 1);
  const found = rows.slice(0, limit);
  const codes = await codesOf(at, [...new Set(found.map(({ incidentId }) => incidentId))]);
  const last = found.at(-1);
  return {
    items: found.map(({ tenantId: _, ...alert }) => ({ ...alert, incidentCode: codes.get(alert.incidentId) ?? '' })),
    nextCursor: rows.length > limit && last !== undefined ? writeTimeCursor(last.startsAt, last.id) : null,
  };
}

async function codesOf({ session }: Work, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await session
    .select({ id: incidents.id, code: incidents.code })
    .from(incidents)
    .where(inArray(incidents.id, [...ids]));
  return new Map(rows.map(({ id, code }) => [id, code]));
}

function conditionsOf(filter: AlertFilter): (SQL | undefined)[] {
  const { status, severities, source, since, until, incidentId, systemId, matchers = [], q = '', cursor } = filter;
  return [
    // Said in the words of the partial index, which a parameter is not.
    status === undefined ? undefined : status === 'firing' ? sql`${alerts.status} = 'firing'` : eq(alerts.status, status),
    severities === undefined ? undefined : sql`${severityColumn} = any(${sql.param([...severities])}::text[])`,
    source === undefined ? undefined : eq(alerts.source, source),
    since === undefined ? undefined : gte(alerts.startsAt, since),
    until === undefined ? undefined : lte(alerts.startsAt, until),
    incidentId === undefined ? undefined : eq(alerts.incidentId, incidentId),
    systemId === undefined
      ? undefined
      : sql`${alerts.incidentId} in (select id from zhiban.incidents where system_ids ? ${cleanText(systemId)})`,
    ...matchers.map(conditionOf),
    ...searchWords(q).map((word) => sql`strpos(${searchColumn}, ${word}) > 0`),
    cursor === undefined ? undefined : behindTimeCursor(cursor, { at: alerts.startsAt, id: alerts.id }, 'alerts'),
  ];
}

/** A label that isn't there is an empty one. */
function conditionOf({ name, operator, value }: Matcher): SQL {
  const label = sql`coalesce(${alerts.labels} ->> ${cleanText(name)}::text, '')`;
  if (operator === '=') return sql`${label} = ${cleanText(value)}::text`;
  if (operator === '!=') return sql`${label} <> ${cleanText(value)}::text`;
  const like = likeOf(value);
  if (like !== null) return operator === '=~' ? sql`${label} like ${like}::text` : sql`${label} not like ${like}::text`;
  const { pattern, ignoresCase } = patternOf(value);
  const matches = ignoresCase ? sql`${label} ~* ${pattern}::text` : sql`${label} ~ ${pattern}::text`;
  return operator === '=~' ? matches : sql`not (${matches})`;
}

/** The same as a pattern of LIKE, which takes a third of the time: where nothing but plain words stands around `.*` and `.+`. Else null. */
function likeOf(value: string): string | null {
  if (!/^(?:[^\\^$.*+?()[\]{}|]|\.[*+](?![*+?{]))+$/.test(value)) return null;
  return cleanText(value).replace(/[%_]/g, '\\$&').replaceAll('.*', '%').replaceAll('.+', '_%');
}

/** Whoever asks has checked it as RE2; of what the database writes in another way, only the case is told in front. */
function patternOf(given: string): { readonly pattern: string; readonly ignoresCase: boolean } {
  const ignoresCase = given.startsWith('(?i)');
  const rest = ignoresCase ? given.slice(4) : given;
  if (/\(\?(?![:])|\\[pPzAQCE]/.test(rest))
    throw new ZhibanError(
      'invalid',
      `The pattern '${given.slice(0, 100)}' can't be searched for: only (?i) in front and (?:…) are understood here`,
    );
  return { pattern: `^(?:${cleanText(rest)})$`, ignoresCase };
}
