/** The errors that statements got, where the performance schema keeps them. */

import type { Facts } from '../../../domain/evidence.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { numberOf, type Row, textOf } from '../../session/rows.ts';
import type { MysqlClient } from '../client.ts';
import { first, tolerant } from './mysql-probe.ts';

/** Those of sessions that have ended are in history_long alone. */
const lastError = ['current', 'history', 'history_long']
  .map(
    (kept) =>
      `(SELECT MYSQL_ERRNO AS errno, MESSAGE_TEXT AS message, TIMER_START AS started FROM performance_schema.events_statements_${kept}
        WHERE DIGEST = ? AND MYSQL_ERRNO > 0 ORDER BY TIMER_START DESC LIMIT 1)`,
  )
  .join(' UNION ALL ');

/** MySQL 8 counts by number, for the whole server. */
const byNumber = `
SELECT ERROR_NUMBER AS errno, ERROR_NAME AS name, SUM_ERROR_RAISED AS count FROM performance_schema.events_errors_summary_global_by_error
WHERE SUM_ERROR_RAISED > 0 LIMIT 500`;

/** Null where this server keeps none. */
export async function readErrorCounts(client: MysqlClient, limit: SessionLimit): Promise<readonly Row[] | null> {
  return await tolerant(client.read(byNumber, [], limit));
}

/** The error of the statement itself where it is kept, else the one that rose most while it was watched. */
export async function readErrorOf(
  client: MysqlClient,
  digest: string,
  risen: Readonly<{ errno: number; name: string }> | null,
  limit: SessionLimit,
): Promise<Facts> {
  const row =
    digest === ''
      ? {}
      : first(await tolerant(client.read(`SELECT * FROM (${lastError}) e ORDER BY started DESC LIMIT 1`, [digest, digest, digest], limit)));
  return {
    'statements.failing.errno': numberOf(row.errno) || (risen?.errno ?? null),
    'statements.failing.message': maskedMessage(textOf(row.message)) || (risen?.name ?? null),
  };
}

/** Pure. */
export function risenMost(before: readonly Row[] | null, after: readonly Row[] | null): Readonly<{ errno: number; name: string }> | null {
  const old = new Map((before ?? []).map((row) => [numberOf(row.errno), numberOf(row.count)]));
  const [top] = (after ?? [])
    .map((row) => ({ errno: numberOf(row.errno), name: textOf(row.name), rise: numberOf(row.count) - (old.get(numberOf(row.errno)) ?? 0) }))
    .filter(({ rise }) => rise > 0)
    .sort((one, other) => other.rise - one.rise);
  return top === undefined || before === null ? null : { errno: top.errno, name: top.name };
}

/** Names of the schema stay; what else stands in quotes may be anybody's value. A quote that was cut off goes to the end. */
export function maskedMessage(text: string): string {
  return text
    .replace(/\b(field|column|table|key|index|function|procedure|view|trigger|database|constraint)(\s+)'([^']*)'/gi, '$1$2\u0001$3\u0001')
    .replace(/\bin '(field list|where clause|on clause|order clause|group statement|having clause|SET|INSERT INTO)'/gi, 'in \u0001$1\u0001')
    .replace(/(?<!\w)'.*?'(?=\s|$|,|;|\))/gs, '?')
    .replace(/(?<!\w)'.*$/s, '?')
    .replaceAll('\u0001', "'");
}
