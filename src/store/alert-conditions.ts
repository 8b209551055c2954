/** The conditions under which a list of alerts gives one: the same for those that were told and those that were kept back. */

import type { SQL } from 'drizzle-orm';
import { ZhibanError } from '../domain/errors.ts';
import type { Matcher } from '../domain/silence.ts';
import type { AlertFilter } from './alert-contract.ts';
import { cleanText } from './columns.ts';
import { eq, gte, lte, sql } from './drizzle.ts';
import { searchWords } from './list-incidents.ts';
import type { alerts } from './schema/incident-tables.ts';
import type { suppressions } from './schema/noise-tables.ts';
import { behindTimeCursor } from './time-cursor.ts';

/** Both have a severity and words that the database derives from the labels, which only lists read. */
type Table = typeof alerts | typeof suppressions;

/** Of incidents nothing is said here: what was kept back is in none. */
export function alertConditions(table: Table, filter: AlertFilter): (SQL | undefined)[] {
  const { status, severities, source, fingerprint, since, until, matchers = [], q = '', cursor } = filter;
  return [
    // Said in the words of the partial index, which a parameter is not.
    status === undefined ? undefined : status === 'firing' ? sql`${table.status} = 'firing'` : eq(table.status, status),
    severities === undefined ? undefined : sql`${table}."severity" = any(${sql.param([...severities])}::text[])`,
    source === undefined ? undefined : eq(table.source, cleanText(source)),
    fingerprint === undefined ? undefined : eq(table.fingerprint, cleanText(fingerprint)),
    since === undefined ? undefined : gte(table.startsAt, since),
    until === undefined ? undefined : lte(table.startsAt, until),
    ...matchers.map((matcher) => conditionOf(table, matcher)),
    ...searchWords(q).map((word) => sql`strpos(${table}."search", ${word}) > 0`),
    cursor === undefined ? undefined : behindTimeCursor(cursor, { at: table.startsAt, id: table.id }, 'alerts'),
  ];
}

/** A label that isn't there is an empty one. */
function conditionOf(table: Table, { name, operator, value }: Matcher): SQL {
  const label = sql`coalesce(${table.labels} ->> ${cleanText(name)}::text, '')`;
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
