/** Row locks followed to the root of the queue, metadata locks, and locks on everything. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { joinText, type LocalText } from '../../../domain/text.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { sessionProbe } from '../../session/probe.ts';
import { numberOf, printRows, type Row, textOf } from '../../session/rows.ts';
import { lockRoots } from '../../sql/lock-roots.ts';
import { lookAgain } from '../../sql/look-again.ts';
import { normaliseQuery } from '../../sql/normalise-query.ts';
import { tableIn } from '../../sql/table-in.ts';
import type { MysqlClient } from '../client.ts';
import { readDialect, systemUsers, tolerant } from './mysql-probe.ts';
import { readHolders } from './root-session.ts';
import { readTableKeeper } from './table-keepers.ts';
import { readTableLock } from './table-locks.ts';

/** Since MySQL 8 the waits are in performance_schema; MariaDB and MySQL 5.7 have them in information_schema. */
const waits = {
  mysql: `SELECT r.trx_mysql_thread_id AS waiter, b.trx_mysql_thread_id AS blocker, CONCAT(l.OBJECT_SCHEMA, '.', l.OBJECT_NAME) AS place
    FROM performance_schema.data_lock_waits w JOIN information_schema.INNODB_TRX r ON r.trx_id = w.REQUESTING_ENGINE_TRANSACTION_ID
    JOIN information_schema.INNODB_TRX b ON b.trx_id = w.BLOCKING_ENGINE_TRANSACTION_ID
    LEFT JOIN performance_schema.data_locks l ON l.ENGINE_LOCK_ID = w.REQUESTING_ENGINE_LOCK_ID LIMIT 500`,
  mariadb: `SELECT r.trx_mysql_thread_id AS waiter, b.trx_mysql_thread_id AS blocker, REPLACE(l.lock_table, '\`', '') AS place
    FROM information_schema.INNODB_LOCK_WAITS w JOIN information_schema.INNODB_TRX r ON r.trx_id = w.requesting_trx_id
    JOIN information_schema.INNODB_TRX b ON b.trx_id = w.blocking_trx_id
    LEFT JOIN information_schema.INNODB_LOCKS l ON l.lock_id = w.requested_lock_id LIMIT 500`,
} as const;

/** The longest open transactions, and who is behind them. */
const transactions = `
SELECT t.trx_mysql_thread_id AS id, TIMESTAMPDIFF(SECOND, t.trx_started, NOW()) AS seconds, t.trx_rows_modified AS modified, t.trx_rows_locked AS locked,
  TIMESTAMPDIFF(SECOND, t.trx_wait_started, NOW()) AS waited, COALESCE(p.USER, '') AS login, COALESCE(p.HOST, '') AS host, COALESCE(p.COMMAND, '') AS command,
  COALESCE(p.TIME, 0) AS state_seconds, LEFT(COALESCE(t.trx_query, ''), 1000) AS query
FROM information_schema.INNODB_TRX t LEFT JOIN information_schema.PROCESSLIST p ON p.ID = t.trx_mysql_thread_id ORDER BY t.trx_started LIMIT 200`;

const held = `
SELECT ID AS id, USER AS login, HOST AS host, TIME AS seconds, STATE AS state, LEFT(COALESCE(INFO, ''), 1000) AS query
FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID() AND USER NOT IN ${systemUsers}
  AND (STATE LIKE 'Waiting for%lock%' OR STATE LIKE 'Waiting for table flush%' OR STATE = 'User lock') ORDER BY TIME DESC LIMIT 200`;

export const locksProbe = sessionProbe({
  name: 'locks',
  summary: {
    'zh-CN': '锁等待：行锁追到队列的根，元数据锁、全局锁',
    en: 'lock waits: row locks down to the root of the queue, metadata and global locks',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'lock|block|stuck|hang|slow|timeout|deadlock|1205|metadata|latency|锁|阻塞|卡住|超时|慢|死锁|元数据',
  query: 'SELECT * FROM information_schema.INNODB_TRX; INNODB_LOCK_WAITS or performance_schema.data_lock_waits; PROCESSLIST',
  async see(client: MysqlClient, _given, limit) {
    const { open, pairs } = await readRowLocks(client, limit);
    const stuck = await client.read(held, [], limit);
    const seen: Facts = {
      ...rowLockFacts(open, pairs),
      ...metadataFacts(stuck, open),
      ...(await readTableLock(client, stuck, limit)),
      ...(await readNamedLock(client, stuck, limit)),
      ...(await readTableKeeper(client, stuck, limit)),
    };
    const facts: Facts = { ...seen, ...(await readHolders(client, seen, limit)) };
    return {
      headline: locksHeadline(facts, stuck.length),
      facts,
      text: [open, stuck]
        .map((list) => printRows(list.map((row) => ({ ...row, query: normaliseQuery(textOf(row.query), 'mysql') }))))
        .join('\n'),
    };
  },
});

/** Pure. Who is at the root is named where somebody is: a server may tell who waits and not for whom. */
export function locksHeadline(facts: Facts, stuck: number): LocalText {
  const rows = Number(facts['locks.waiting'] ?? 0);
  if (rows + stuck === 0) return { 'zh-CN': '没有会话在等锁', en: 'nobody waits for a lock' };
  const who = [
    ['locks.root', 'locks.waiting', '行锁的根', 'at the root of the rows'],
    ['locks.holder', 'locks.metadata.waiting', '持有元数据锁的多半', 'holding the metadata lock, most likely,'],
    ['locks.named', 'locks.named.waiting', '持有命名锁的', 'holding the named lock'],
  ].flatMap(([fact, waiting, inChinese, inEnglish]) => {
    const [name, id] = [facts[`${fact}.who`], facts[`${fact}.id`]];
    return name === undefined || name === '' || !facts[`${waiting}`]
      ? []
      : [{ 'zh-CN': `${inChinese}是 ${name}（连接 ${id}）`, en: `${inEnglish} is ${name} (connection ${id})` }];
  });
  const waiting = {
    'zh-CN': `等行锁 ${rows} 个，等元数据或全局锁 ${stuck} 个`,
    en: `${rows} wait for rows, ${stuck} for metadata or global locks`,
  };
  return { 'zh-CN': joinText([waiting, ...who], '；')['zh-CN'], en: joinText([waiting, ...who], '; ').en };
}

interface RowLocks {
  readonly open: readonly Row[];
  readonly pairs: readonly Row[];
}

/** Whoever gives up after a second and tries again later waits only now and then: beside an old transaction it takes several looks. */
async function readRowLocks(client: MysqlClient, limit: SessionLimit): Promise<RowLocks> {
  const read = async (): Promise<RowLocks> => ({
    open: await client.read(transactions, [], limit),
    pairs: await readWaits(client, limit),
  });
  return await lookAgain(read, ({ open, pairs }) => pairs.length > 0 || !open.some((row) => numberOf(row.seconds) >= 10), limit.signal);
}

async function readWaits(client: MysqlClient, limit: SessionLimit): Promise<readonly Row[]> {
  const dialect = await readDialect(client, limit);
  if (dialect === 'mysql') {
    const seen = await tolerant(client.read(waits.mysql, [], limit));
    if (seen !== null) return seen;
  }
  return (await tolerant(client.read(waits.mariadb, [], limit))) ?? [];
}

const sessionById = `
SELECT ID AS id, USER AS login, HOST AS host, COMMAND AS command, TIME AS seconds FROM information_schema.PROCESSLIST WHERE ID = IS_USED_LOCK(?)`;

/** Who holds the lock of GET_LOCK that is waited for longest. Its name is in the statement, unless that was prepared. */
async function readNamedLock(client: MysqlClient, stuck: readonly Row[], limit: SessionLimit): Promise<Facts> {
  const name = lockNameOf(stuck);
  return namedLockFacts(stuck, name, name === '' ? [] : ((await tolerant(client.read(sessionById, [name], limit))) ?? []));
}

/** Pure. Empty where nobody waits for a named lock, or its name isn't in the statement. */
export function lockNameOf(stuck: readonly Row[]): string {
  const waiting = stuck.find(isForNamedLock);
  return /get_lock\s*\(\s*(['"])(.*?)\1/i.exec(textOf(waiting?.query))?.[2] ?? '';
}

function isForNamedLock(row: Row): boolean {
  return /user lock/i.test(textOf(row.state)) || /get_lock\s*\(/i.test(textOf(row.query));
}

/** Pure: who waits, the name and the session that holds it in, facts out. */
export function namedLockFacts(stuck: readonly Row[], name: string, holders: readonly Row[]): Facts {
  const waiting = stuck.filter(isForNamedLock);
  const [holder] = holders;
  return {
    'locks.named.waiting': waiting.length,
    'locks.named.seconds': numberOf(waiting[0]?.seconds),
    'locks.named.name': name,
    'locks.named.id': holder === undefined ? null : numberOf(holder.id),
    'locks.named.login': textOf(holder?.login),
    'locks.named.host': textOf(holder?.host),
    'locks.named.who': holder === undefined ? '' : `${textOf(holder.login)}@${textOf(holder.host)}`,
    'locks.named.isHolderIdle': holder?.command === 'Sleep',
    'locks.named.stateSeconds': numberOf(holder?.seconds),
  };
}

/** Pure: open transactions and pairs of who waits for whom in, facts out. */
export function rowLockFacts(open: readonly Row[], pairs: readonly Row[]): Facts {
  const waiters = [...new Set(pairs.map((row) => numberOf(row.waiter)))];
  const waitsOf = waiters.map((id) => ({
    id,
    blockers: pairs.filter((row) => numberOf(row.waiter) === id).map((row) => numberOf(row.blocker)),
  }));
  const [rootId, behind] = lockRoots(waitsOf)[0] ?? [null, 0];
  const root = open.find((row) => numberOf(row.id) === rootId);
  const places = pairs.filter((row) => numberOf(row.blocker) === rootId).map((row) => textOf(row.place));
  const longest = open
    .filter((row) => waiters.includes(numberOf(row.id)))
    .sort((one, other) => numberOf(other.waited) - numberOf(one.waited))[0];
  return {
    'locks.waiting': waiters.length,
    'locks.longestWaitSeconds': numberOf(longest?.waited),
    'locks.longestWaitQuery': normaliseQuery(textOf(longest?.query), 'mysql'),
    'locks.root.id': rootId,
    'locks.root.login': textOf(root?.login),
    'locks.root.host': textOf(root?.host),
    'locks.root.who': root === undefined ? '' : `${textOf(root.login)}@${textOf(root.host)}`,
    'locks.root.isIdle': root !== undefined && root.command === 'Sleep',
    // A transaction without a session: prepared by XA and left.
    'locks.root.isXa': rootId === 0,
    // Nobody knows how old it is that is not to be seen.
    'locks.root.transactionSeconds': root === undefined ? null : numberOf(root.seconds),
    'locks.root.stateSeconds': root === undefined ? null : numberOf(root.state_seconds),
    'locks.root.rowsModified': numberOf(root?.modified),
    'locks.root.rowsLocked': numberOf(root?.locked),
    'locks.root.query': normaliseQuery(textOf(root?.query), 'mysql'),
    'locks.root.waiters': behind,
    'locks.root.table': places.find((place) => place !== '') || tableIn(textOf(longest?.query)) || null,
  };
}

/** Pure. Who holds a metadata lock is not told by every server: the oldest open transaction that does not wait is the likely one. */
export function metadataFacts(stuck: readonly Row[], open: readonly Row[]): Facts {
  const metadata = stuck.filter((row) => /metadata lock/i.test(textOf(row.state)) && !isForNamedLock(row));
  const global = stuck.filter((row) => /global read lock|backup lock|commit lock|flush/i.test(textOf(row.state)));
  const ddl = metadata.find((row) =>
    /^\s*(\/\*.*?\*\/\s*)?(alter|drop|truncate|create|rename|optimize|lock|repair)\b/i.test(textOf(row.query)),
  );
  const waitingIds = new Set(metadata.map((row) => numberOf(row.id)));
  const holder = open.find(
    (row) => !waitingIds.has(numberOf(row.id)) && numberOf(row.id) !== 0 && numberOf(row.seconds) >= numberOf(ddl?.seconds),
  );
  return {
    'locks.metadata.waiting': metadata.length,
    'locks.metadata.longestSeconds': numberOf(metadata[0]?.seconds),
    'locks.metadata.isSchemaChange': ddl !== undefined,
    'locks.metadata.queue': Math.max(0, metadata.length - (ddl === undefined ? 0 : 1)),
    'locks.ddl.id': ddl === undefined ? null : numberOf(ddl.id),
    'locks.ddl.login': textOf(ddl?.login),
    'locks.ddl.host': textOf(ddl?.host),
    'locks.ddl.seconds': numberOf(ddl?.seconds),
    'locks.ddl.query': normaliseQuery(textOf(ddl?.query), 'mysql'),
    'locks.holder.id': holder === undefined ? null : numberOf(holder.id),
    'locks.holder.login': textOf(holder?.login),
    'locks.holder.host': textOf(holder?.host),
    'locks.holder.who': holder === undefined ? '' : `${textOf(holder.login)}@${textOf(holder.host)}`,
    'locks.holder.isIdle': holder?.command === 'Sleep',
    'locks.holder.seconds': numberOf(holder?.seconds),
    'locks.global.waiting': global.length,
    'locks.global.state': textOf(global[0]?.state),
    'locks.global.seconds': numberOf(global[0]?.seconds),
  };
}
