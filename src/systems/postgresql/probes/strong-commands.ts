/** Commands that lock a whole table or view while they run (REFRESH, VACUUM FULL, ALTER TABLE …): those that run, and those that just did. */

import type { Facts } from '../../../domain/evidence.ts';
import { SessionFailure, type SessionLimit } from '../../session/failure.ts';
import { numberOf, type Row, rounded, textOf } from '../../session/rows.ts';
import { strongCommandIn } from '../../sql/strong-command.ts';
import type { PostgresqlClient } from '../client.ts';
import { first, notOurs, who } from './postgresql-probe.ts';

/** How such a command begins; which it really is, its words say. */
export const beginsStrongly = "query ~* '^\\s*(refresh|vacuum|cluster|reindex|alter|lock|create|drop|truncate)\\M'";

/** What a session sent last stays there while it rests, with how long it took. */
const recent = `
SELECT ${who} AS who, state, left(query, 1000) AS query, extract(epoch FROM CASE WHEN state = 'active' THEN clock_timestamp() ELSE state_change END - query_start) AS seconds,
  CASE WHEN state = 'active' THEN 0 ELSE extract(epoch FROM clock_timestamp() - state_change) END AS ago
FROM pg_stat_activity WHERE backend_type = 'client backend' AND ${notOurs} AND state IN ('active', 'idle') AND ${beginsStrongly}
  AND (state = 'active' OR state_change > clock_timestamp() - interval '5 minutes') ORDER BY seconds DESC LIMIT 50`;

const tracked =
  "SELECT n.nspname AS schema FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE extname = 'pg_stat_statements'";

/** Throws SessionFailure. */
export async function readStrongCommands(client: PostgresqlClient, limit: SessionLimit): Promise<readonly Row[]> {
  const sessions = await client.read(recent, [], limit);
  const schema = textOf(first(await client.read(tracked, [], limit)).schema);
  return schema === '' ? sessions : [...sessions, ...(await readTracked(client, schema, limit))];
}

/** Where sessions come and go, the statistics of statements still know what they ran; when that was they don't say. */
async function readTracked(client: PostgresqlClient, schema: string, limit: SessionLimit): Promise<readonly Row[]> {
  const place = `"${schema.replaceAll('"', '""')}".pg_stat_statements`;
  const statement = `SELECT '' AS who, 'tracked' AS state, left(query, 1000) AS query, mean_exec_time / 1000 AS seconds, calls FROM ${place}
    WHERE calls >= 3 AND ${beginsStrongly} AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) ORDER BY total_exec_time DESC LIMIT 20`;
  try {
    return await client.read(statement, [], limit);
  } catch (error) {
    if (error instanceof SessionFailure && ['unsupported', 'no-permission', 'reply', 'cancelled'].includes(error.problem)) return [];
    throw error;
  }
}

/** Pure: the one that took longest. One that a session is seen with comes before one that is only counted. */
export function strongFacts(rows: readonly Row[]): Facts {
  const commands = rows
    .map((row) => ({ row, found: strongCommandIn(textOf(row.query), 'postgresql') }))
    .filter(({ found }) => found !== null)
    .sort(
      (one, other) =>
        Number(one.row.state === 'tracked') - Number(other.row.state === 'tracked') ||
        numberOf(other.row.seconds) - numberOf(one.row.seconds),
    );
  const [longest] = commands;
  return {
    'locks.strong.command': longest?.found?.command ?? '',
    'locks.strong.object': longest?.found?.object ?? '',
    'locks.strong.who': textOf(longest?.row.who),
    'locks.strong.seconds': rounded(numberOf(longest?.row.seconds)),
    'locks.strong.calls': numberOf(longest?.row.calls, 1),
  };
}
