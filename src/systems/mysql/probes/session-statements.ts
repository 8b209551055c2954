/** What a session has run, of which the list of processes shows nothing while it rests: its last statement, how many of which sort, and whether it goes on. */

import type { Facts } from '../../../domain/evidence.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { numberOf, type Row, textOf } from '../../session/rows.ts';
import { normaliseQuery } from '../../sql/normalise-query.ts';
import type { MysqlClient } from '../client.ts';
import { columnOf, first, tolerant } from './mysql-probe.ts';

export interface SessionSeen {
  readonly process: Row;
  /** Statements by sort, since the session began. */
  readonly counts: readonly Row[];
}

const process = 'SELECT * FROM information_schema.PROCESSLIST WHERE ID = ? LIMIT 1';
const counts = `
SELECT SUBSTRING_INDEX(s.EVENT_NAME, '/', -1) AS sort, s.COUNT_STAR AS count FROM performance_schema.events_statements_summary_by_thread_by_event_name s
JOIN performance_schema.threads t ON t.THREAD_ID = s.THREAD_ID
WHERE t.PROCESSLIST_ID = ? AND s.COUNT_STAR > 0 AND s.EVENT_NAME LIKE 'statement/sql/%' ORDER BY s.COUNT_STAR DESC LIMIT 20`;
/** MySQL 8 keeps both; MariaDB only where the consumers are switched on. */
const last = `
SELECT LEFT(e.SQL_TEXT, 1000) AS query FROM (
  SELECT THREAD_ID, SQL_TEXT, TIMER_START FROM performance_schema.events_statements_current
  UNION ALL SELECT THREAD_ID, SQL_TEXT, TIMER_START FROM performance_schema.events_statements_history) e
JOIN performance_schema.threads t ON t.THREAD_ID = e.THREAD_ID WHERE t.PROCESSLIST_ID = ? AND e.SQL_TEXT IS NOT NULL ORDER BY e.TIMER_START DESC LIMIT 10`;
/** Of the statements of the whole server those of one sort and one table, that ran since the transaction began. */
const alike = `
SELECT LEFT(DIGEST_TEXT, 1000) AS query FROM performance_schema.events_statements_summary_by_digest
WHERE DIGEST_TEXT LIKE ? AND DIGEST_TEXT LIKE ? AND LAST_SEEN >= NOW() - INTERVAL ? SECOND LIMIT 2`;

export async function readSession(client: MysqlClient, id: number, limit: SessionLimit): Promise<SessionSeen> {
  return {
    process: first(await tolerant(client.read(process, [id], limit))),
    counts: (await tolerant(client.read(counts, [id], limit))) ?? [],
  };
}

/** `about` helps where the server keeps no statement of a session: the table that it has locked, and for how long its transaction is open. */
export async function readLastStatement(
  client: MysqlClient,
  id: number,
  seen: SessionSeen,
  about: { readonly table: string; readonly seconds: number },
  limit: SessionLimit,
): Promise<string | null> {
  const running = normaliseQuery(textOf(columnOf(seen.process, 'INFO')), 'mysql');
  if (running !== '') return running;
  const kept = ((await tolerant(client.read(last, [id], limit))) ?? []).map((row) => normaliseQuery(textOf(row.query), 'mysql'));
  const told = kept.find((query) => writes.test(query)) ?? kept[0];
  if (told !== undefined) return told;
  const sort = seen.counts.map((row) => textOf(row.sort)).find((name) => writes.test(name));
  const table = about.table.slice(about.table.lastIndexOf('.') + 1);
  if (sort === undefined || table === '') return null;
  const pattern = [`${sort.replace(/_.*$/, '')}%`, `%\`${table.replace(/[%_\\]/g, '_')}\`%`];
  const found = (await tolerant(client.read(alike, [...pattern, about.seconds + 1], limit))) ?? [];
  // Of several it is not known which one is this session's.
  return found.length === 1 ? normaliseQuery(textOf(found[0]?.query), 'mysql') : null;
}

const writes = /^\s*(insert|update|delete|replace|load|alter|truncate|drop|create)/i;
const aside = /^(set_option|begin|change_db|show_\w+|com_\w+|commit|rollback|stmt|error)$/;

/** Pure. Two looks at one session in; nulls where the server does not tell. */
export function sessionFacts(prefix: string, before: SessionSeen | null, after: SessionSeen | null, lastStatement: string | null): Facts {
  const ran = (after?.counts ?? [])
    .filter((row) => !aside.test(textOf(row.sort)))
    .slice(0, 4)
    .map((row) => `${String(numberOf(row.count))} × ${textOf(row.sort).replaceAll('_', ' ').toUpperCase()}`)
    .join(', ');
  return {
    [`${prefix}.lastStatement`]: lastStatement,
    [`${prefix}.ran`]: ran === '' ? null : ran,
    [`${prefix}.isAtWork`]: before === null || after === null ? null : goesOn(before, after),
  };
}

/** A statement that was running all the time is one; a session that has begun another between two looks goes on. */
function goesOn(before: SessionSeen, after: SessionSeen): boolean {
  const total = ({ counts: rows }: SessionSeen): number => rows.reduce((sum, row) => sum + numberOf(row.count), 0);
  const number = ({ process: row }: SessionSeen): number => numberOf(columnOf(row, 'QUERY_ID'));
  return total(after) > total(before) || number(after) > number(before);
}
