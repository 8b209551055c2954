/** What a replica that lags is busy with: the table, how many rows it searches for each that it changes, the transaction, the schema change. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Facts } from '../../../domain/evidence.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { numberOf, type Row, rounded, textOf } from '../../session/rows.ts';
import { normaliseQuery } from '../../sql/normalise-query.ts';
import type { MysqlClient } from '../client.ts';
import { first, numberIn, readStatusAndOwn, tolerant } from './mysql-probe.ts';

const handlers = ['Handler_read_rnd_next', 'Handler_update', 'Handler_delete', 'Handler_write'] as const;
const sampleMs = 1_000;

/** Coordinator and workers, without the thread that only fetches. */
const appliers = `
SELECT ID AS id, TIME AS seconds, COALESCE(STATE, '') AS state, LEFT(COALESCE(INFO, ''), 1000) AS query FROM information_schema.PROCESSLIST
WHERE USER = 'system user' AND COALESCE(STATE, '') NOT REGEXP 'for (master|source) to send|queueing|reconnect|has read all|Waiting for (the )?(next )?(event|work|prior)'
ORDER BY INFO IS NULL, TIME DESC LIMIT 20`;
const openTables = `
SELECT CONCAT(h.OBJECT_SCHEMA, '.', h.OBJECT_NAME) AS name FROM performance_schema.table_handles h
JOIN performance_schema.threads t ON t.THREAD_ID = h.OWNER_THREAD_ID
WHERE t.NAME REGEXP '(slave|replica)_(sql|worker)|rpl_parallel' AND h.EXTERNAL_LOCK IS NOT NULL AND h.OBJECT_SCHEMA NOT IN ('mysql', 'performance_schema') LIMIT 5`;
const transaction = `
SELECT TIMESTAMPDIFF(SECOND, t.trx_started, NOW()) AS seconds, t.trx_rows_modified AS modified, t.trx_rows_locked AS locked FROM information_schema.INNODB_TRX t
JOIN information_schema.PROCESSLIST p ON p.ID = t.trx_mysql_thread_id WHERE p.USER = 'system user' ORDER BY t.trx_started LIMIT 1`;
/** A row that is changed is looked for by a key that is unique; without one, in the whole table or along some other index. */
const keyless = `
SELECT CONCAT(t.TABLE_SCHEMA, '.', t.TABLE_NAME) AS name, t.TABLE_ROWS AS count, COUNT(s.INDEX_NAME) AS indexed FROM information_schema.TABLES t
LEFT JOIN information_schema.STATISTICS s ON s.TABLE_SCHEMA = t.TABLE_SCHEMA AND s.TABLE_NAME = t.TABLE_NAME
WHERE t.TABLE_TYPE = 'BASE TABLE' AND t.TABLE_SCHEMA NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema')
GROUP BY t.TABLE_SCHEMA, t.TABLE_NAME, t.TABLE_ROWS HAVING COALESCE(SUM(s.NON_UNIQUE = 0), 0) = 0 ORDER BY t.TABLE_ROWS DESC LIMIT 20`;

/** Asks only a replica that is behind while its applier runs. */
export async function readApply(
  client: MysqlClient,
  replica: Facts,
  variables: ReadonlyMap<string, string>,
  limit: SessionLimit,
): Promise<Facts> {
  const workers = ['slave_parallel_threads', 'replica_parallel_workers', 'slave_parallel_workers'].map((name) => numberIn(variables, name));
  const isBehind = replica['replication.isSqlRunning'] === true && numberOf(replica['replication.lagSeconds']) > 0;
  if (!isBehind)
    return applyFacts({ workers: Math.max(...workers), threads: [], tables: [], transaction: {}, keyless: [], changed: 0, scanned: 0 });
  const ask = async (statement: string): Promise<readonly Row[]> => (await tolerant(client.read(statement, [], limit))) ?? [];
  const tables = new Set((await ask(openTables)).map((row) => textOf(row.name)));
  const [before, ownBefore] = await readStatusAndOwn(client, handlers, limit);
  await sleep(sampleMs, undefined, { signal: limit.signal }).catch(() => undefined);
  const [after, ownAfter] = await readStatusAndOwn(client, handlers, limit);
  for (const row of await ask(openTables)) tables.add(textOf(row.name));
  const risen = (name: string): number =>
    Math.max(0, numberIn(after, name) - numberIn(before, name) - Math.max(0, numberIn(ownAfter, name) - numberIn(ownBefore, name)));
  return applyFacts({
    ...{ workers: Math.max(...workers), threads: await ask(appliers), tables: [...tables] },
    ...{ transaction: first(await ask(transaction)), keyless: await ask(keyless) },
    ...{ changed: risen('Handler_update') + risen('Handler_delete'), scanned: risen('Handler_read_rnd_next') },
  });
}

export interface ApplySeen {
  readonly workers: number;
  readonly threads: readonly Row[];
  /** What the applier has open. */
  readonly tables: readonly string[];
  readonly transaction: Row;
  readonly keyless: readonly Row[];
  /** Rows of the whole server while it was watched. */
  readonly changed: number;
  readonly scanned: number;
}

/** Fewer are searched in no time. */
const manyRows = 1_000;

/** Pure. */
export function applyFacts({ workers, threads, tables, transaction: open, keyless: without, changed, scanned }: ApplySeen): Facts {
  const [thread] = threads;
  const named = threads.flatMap((row) => /on table `([^`]+)`\.`([^`]+)`/.exec(textOf(row.state))?.slice(1, 3).join('.') ?? []);
  const used = [...named, ...tables];
  const large = without.filter((row) => numberOf(row.count) >= manyRows);
  const isSearching = threads.some((row) => /find_row|row changes|rows_log_event/i.test(textOf(row.state)));
  // Where it isn't told which table is open, the only one of its sort is the one.
  const guilty =
    large.find((row) => used.includes(textOf(row.name))) ?? (used.length === 0 && isSearching && large.length === 1 ? large[0] : undefined);
  const change = threads.find((row) => /^\s*(alter|create\s+(unique\s+)?index|optimize|truncate|drop)\b/i.test(textOf(row.query)));
  return {
    'replication.apply.workers': workers,
    'replication.apply.state': thread === undefined ? null : textOf(thread.state),
    'replication.apply.table': used[0] ?? null,
    'replication.apply.keylessTable': guilty === undefined ? null : textOf(guilty.name),
    'replication.apply.keylessRows': guilty === undefined ? null : numberOf(guilty.count),
    'replication.apply.hasOtherIndex': guilty === undefined ? null : numberOf(guilty.indexed) > 0,
    'replication.apply.keylessTables':
      large.length === 0
        ? null
        : large
            .slice(0, 5)
            .map((row) => textOf(row.name))
            .join(', '),
    'replication.apply.scannedPerChange': rounded(scanned / Math.max(1, changed)),
    'replication.apply.scannedRows': scanned,
    'replication.apply.transactionSeconds': numberOf(open.seconds),
    'replication.apply.rowsModified': numberOf(open.modified),
    'replication.apply.schemaChange': change === undefined ? null : normaliseQuery(textOf(change.query), 'mysql'),
    'replication.apply.schemaChangeSeconds': numberOf(change?.seconds),
  };
}
