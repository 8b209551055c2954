/** Who holds the table lock that others wait for: an engine such as MyISAM lets one statement that writes in, or several that read. */

import type { Facts } from '../../../domain/evidence.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { numberOf, type Row, textOf } from '../../session/rows.ts';
import { normaliseQuery } from '../../sql/normalise-query.ts';
import { tableIn } from '../../sql/table-in.ts';
import type { MysqlClient } from '../client.ts';
import { systemUsers, tolerant } from './mysql-probe.ts';

const running = `
SELECT ID AS id, USER AS login, HOST AS host, TIME AS seconds, COALESCE(STATE, '') AS state, LEFT(COALESCE(INFO, ''), 1000) AS query
FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID() AND COMMAND IN ('Query', 'Execute') AND USER NOT IN ${systemUsers}
ORDER BY TIME DESC LIMIT 500`;

/** Asks only where somebody waits for a table lock; `stuck` are the sessions that wait for a lock of any sort. */
export async function readTableLock(client: MysqlClient, stuck: readonly Row[], limit: SessionLimit): Promise<Facts> {
  const waiting = stuck.filter((row) => /table level lock/i.test(textOf(row.state)));
  return tableLockFacts(waiting, waiting.length === 0 ? [] : ((await tolerant(client.read(running, [], limit))) ?? []));
}

/** Pure. The holder is the statement that has run longest on a table of those that wait, without waiting itself. */
export function tableLockFacts(waiting: readonly Row[], all: readonly Row[]): Facts {
  const tables = new Set(waiting.map((row) => tableIn(textOf(row.query))).filter((name) => name !== ''));
  const longest = Math.max(0, ...waiting.map((row) => numberOf(row.seconds)));
  // A second is lost between the two readings.
  const atWork = all.filter((row) => !/^waiting/i.test(textOf(row.state)) && numberOf(row.seconds) + 1 >= longest);
  const [found] = atWork.flatMap((row) => [...tables].filter((table) => names(row, table)).map((table) => ({ row, table })));
  const holder = found?.row;
  return {
    'locks.table.waiting': waiting.length,
    'locks.table.seconds': longest,
    'locks.table.name': found?.table ?? [...tables][0] ?? null,
    'locks.table.id': holder === undefined ? null : numberOf(holder.id),
    'locks.table.login': textOf(holder?.login),
    'locks.table.host': textOf(holder?.host),
    'locks.table.who': holder === undefined ? null : `${textOf(holder.login)}@${textOf(holder.host)}`,
    'locks.table.holderSeconds': numberOf(holder?.seconds),
    'locks.table.query': normaliseQuery(textOf(holder?.query), 'mysql'),
  };
}

/** With or without its database, and no piece of a longer name. */
function names(row: Row, table: string): boolean {
  const plain = table.slice(table.lastIndexOf('.') + 1).replace(/[$]/g, '\\$&');
  return new RegExp(`(?<![\\w$])${plain}(?![\\w$])`, 'i').test(textOf(row.query));
}
