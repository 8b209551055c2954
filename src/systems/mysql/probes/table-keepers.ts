/** Who keeps a table from those that wait for its metadata lock, where no waiting schema change explains it. */

import type { Facts } from '../../../domain/evidence.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { numberOf, type Row, textOf } from '../../session/rows.ts';
import { normaliseQuery } from '../../sql/normalise-query.ts';
import { tableIn } from '../../sql/table-in.ts';
import type { MysqlClient } from '../client.ts';
import { systemUsers, tolerant } from './mysql-probe.ts';

const sessions = `
SELECT ID AS id, USER AS login, HOST AS host, COMMAND AS command, TIME AS seconds, COALESCE(STATE, '') AS state, LEFT(COALESCE(INFO, ''), 1000) AS query
FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID() AND USER NOT IN ${systemUsers} ORDER BY TIME DESC LIMIT 500`;

/** A session that rests has no table open, unless LOCK TABLES keeps it so. Empty where the performance schema is off. */
const keptTables = `
SELECT t.PROCESSLIST_ID AS id, CONCAT(h.OBJECT_SCHEMA, '.', h.OBJECT_NAME) AS name FROM performance_schema.table_handles h
JOIN performance_schema.threads t ON t.THREAD_ID = h.OWNER_THREAD_ID WHERE h.EXTERNAL_LOCK IS NOT NULL AND t.PROCESSLIST_COMMAND = 'Sleep' LIMIT 50`;

/** Asks only where somebody waits for a metadata lock; `stuck` are the sessions that wait for a lock of that sort. */
export async function readTableKeeper(client: MysqlClient, stuck: readonly Row[], limit: SessionLimit): Promise<Facts> {
  const waiting = stuck.filter((row) => /metadata lock/i.test(textOf(row.state)));
  if (waiting.length === 0) return tableKeeperFacts([], [], []);
  const all = (await tolerant(client.read(sessions, [], limit))) ?? [];
  return tableKeeperFacts(waiting, all, (await tolerant(client.read(keptTables, [], limit))) ?? []);
}

const schemaChange = /^\s*(\/\*.*?\*\/\s*)?(alter|create|drop|truncate|rename|optimize|repair|analyze)\b/i;

/** Pure: those that wait, all sessions and the tables that resting ones keep open in, facts out. */
export function tableKeeperFacts(waiting: readonly Row[], all: readonly Row[], kept: readonly Row[]): Facts {
  const longest = Math.max(0, ...waiting.map((row) => numberOf(row.seconds)));
  // A second is lost between the two readings.
  const isOlder = (row: Row): boolean => numberOf(row.seconds) + 1 >= longest;
  const changing = all.find((row) => !/^waiting/i.test(textOf(row.state)) && schemaChange.test(textOf(row.query)) && isOlder(row));
  const names = new Map(kept.map((row) => [numberOf(row.id), textOf(row.name)]));
  const locking = all.find((row) => names.has(numberOf(row.id)) && row.command === 'Sleep');
  const resting = all.filter((row) => row.command === 'Sleep' && isOlder(row));
  const keeper = waiting.length === 0 ? undefined : (changing ?? locking ?? resting[0]);
  const isCertain = changing !== undefined || locking !== undefined;
  return {
    'locks.keeper.id': keeper === undefined ? null : numberOf(keeper.id),
    'locks.keeper.login': textOf(keeper?.login),
    'locks.keeper.host': textOf(keeper?.host),
    'locks.keeper.who': keeper === undefined ? '' : `${textOf(keeper.login)}@${textOf(keeper.host)}`,
    'locks.keeper.seconds': numberOf(keeper?.seconds),
    'locks.keeper.isIdle': keeper?.command === 'Sleep',
    'locks.keeper.isCertain': isCertain,
    // With many that rest as long, each may be the one.
    'locks.keeper.suspects': isCertain ? 1 : resting.length,
    'locks.keeper.query': normaliseQuery(textOf(keeper?.query), 'mysql'),
    'locks.keeper.table': names.get(numberOf(keeper?.id)) || tableIn(textOf((changing ?? waiting[0])?.query)),
  };
}
