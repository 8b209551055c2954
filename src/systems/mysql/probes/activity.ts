/** Rates right now, from two looks at the server's counters. */

import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import type { LocalText } from '../../../domain/text.ts';
import { SessionFailure, type SessionLimit } from '../../session/failure.ts';
import { sessionProbe } from '../../session/probe.ts';
import { numberOf, type Row, ratioOf, rounded, textOf } from '../../session/rows.ts';
import type { MysqlClient } from '../client.ts';
import { columnOf, first, numberIn, readDialect, readStatusAndOwn, readVariables, tolerant } from './mysql-probe.ts';

const counters = [
  'Questions', 'Com_commit', 'Com_rollback', 'Com_select', 'Com_insert', 'Com_update', 'Com_delete', 'Slow_queries', 'Created_tmp_tables', 'Created_tmp_disk_tables',
  'Sort_merge_passes', 'Select_full_join', 'Select_scan', 'Handler_read_rnd_next', 'Table_locks_waited', 'Opened_tables', 'Table_open_cache_overflows',
  'Threads_created', 'Connections', 'Aborted_connects', 'Access_denied_errors',
  'Connection_errors_max_connections', 'Innodb_buffer_pool_reads', 'Innodb_buffer_pool_read_requests', 'Innodb_buffer_pool_wait_free',
  'Innodb_row_lock_waits', 'Innodb_row_lock_time', 'Innodb_log_waits', 'Innodb_deadlocks', 'Innodb_os_log_written', 'Binlog_cache_disk_use', 'Uptime',
] as const; // biome-ignore format: a table of names

/** Those of them that the server counts for each session as well; of others a session shows what the whole server has. */
const sessionCounters: ReadonlySet<string> = new Set<(typeof counters)[number]>([
  'Questions', 'Com_commit', 'Com_rollback', 'Com_select', 'Created_tmp_tables', 'Created_tmp_disk_tables', 'Sort_merge_passes', 'Select_full_join',
  'Select_scan', 'Handler_read_rnd_next', 'Opened_tables',
]); // biome-ignore format: a table of names

const gauges = ['Open_tables', 'Open_files', 'Threads_connected', 'Innodb_row_lock_current_waits', 'Prepared_stmt_count'] as const;
const limits = [
  'table_open_cache',
  'open_files_limit',
  'long_query_time',
  'slow_query_log',
  'general_log',
  'max_prepared_stmt_count',
] as const;

const sampleMs = 1_100;

export const activityProbe = sessionProbe({
  name: 'activity',
  summary: {
    'zh-CN': '当前速率：语句、提交、临时表、扫描、行锁、死锁、新连接',
    en: 'rates right now: statements, commits, temporary tables, scans, row locks, deadlocks, connections',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'rate|qps|tps|rollback|deadlock|temporary|scan|load|error|速率|吞吐|回滚|死锁|临时表|扫描|负载',
  query: 'SHOW GLOBAL STATUS, twice',
  async see(client: MysqlClient, _given, limit) {
    const isCountedByNumber = (await readDialect(client, limit)) === 'mysql';
    const denials = async () => (isCountedByNumber ? await readDenied(client, limit) : null);
    const [before, mineBefore] = await readStatusAndOwn(client, counters, limit);
    const [deniedBefore, ownBefore, locksBefore] = [await denials(), client.denied, await readDeadlocks(client, before, limit)];
    const beganAt = performance.now();
    await pause(limit);
    const [after, mineAfter] = await readStatusAndOwn(client, [...counters, ...gauges], limit);
    const [deniedAfter, ownAfter, deadlocks] = [await denials(), client.denied, await readDeadlocks(client, after, limit)];
    const variables = await readVariables(client, limits, limit);
    const seconds = Math.max(0.1, (performance.now() - beganAt) / 1_000);
    // What the looks of Zhiban itself do, such as temporary tables for the lists of the server, is nobody's load.
    const own = (name: string): number => Math.max(0, numberIn(mineAfter, name) - numberIn(mineBefore, name));
    const difference = (name: string): number =>
      Math.max(0, numberIn(after, name) - numberIn(before, name) - (sessionCounters.has(name) ? own(name) : 0));
    const rate = (name: string): number => rounded(difference(name) / seconds);
    const denied = [deniedIn(before, deniedBefore) - ownBefore, deniedIn(after, deniedAfter) - ownAfter] as const;
    const facts = {
      ...deniedFacts(denied[1] - denied[0], denied[1], seconds, numberIn(after, 'Uptime')),
      'activity.questionsPerSecond': rate('Questions'),
      'activity.commitsPerSecond': rate('Com_commit'),
      'activity.rollbacksPerSecond': rate('Com_rollback'),
      'activity.slowPerSecond': rate('Slow_queries'),
      'activity.slowTotal': numberIn(after, 'Slow_queries'),
      'activity.tempTablesPerSecond': rate('Created_tmp_tables'),
      'activity.tempTablesOnDiskPerSecond': rate('Created_tmp_disk_tables'),
      'activity.tempOnDiskRatio': ratioOf(difference('Created_tmp_disk_tables'), difference('Created_tmp_tables')),
      'activity.sortMergesPerSecond': rate('Sort_merge_passes'),
      'activity.fullJoinsPerSecond': rate('Select_full_join'),
      'activity.rowsScannedPerSecond': rate('Handler_read_rnd_next'),
      'activity.tableLockWaitsPerSecond': rate('Table_locks_waited'),
      'activity.openedTablesPerSecond': rate('Opened_tables'),
      'activity.tableCacheRatio': ratioOf(numberIn(after, 'Open_tables'), numberIn(variables, 'table_open_cache')),
      'activity.openFilesRatio': ratioOf(numberIn(after, 'Open_files'), numberIn(variables, 'open_files_limit')),
      'activity.connectionsPerSecond': rate('Connections'),
      'activity.questionsPerConnection':
        difference('Connections') === 0 ? 1_000 : rounded(difference('Questions') / difference('Connections')),
      // Those that the limit of connections turned away are counted with them, and are another matter.
      'activity.abortedConnectsPerSecond': rounded(
        Math.max(0, difference('Aborted_connects') - difference('Connection_errors_max_connections')) / seconds,
      ),
      'activity.bufferReadsPerSecond': rate('Innodb_buffer_pool_reads'),
      'activity.bufferHitRatio':
        difference('Innodb_buffer_pool_read_requests') === 0
          ? 1
          : ratioOf(
              difference('Innodb_buffer_pool_read_requests') - difference('Innodb_buffer_pool_reads'),
              difference('Innodb_buffer_pool_read_requests'),
            ),
      'activity.waitFreePerSecond': rate('Innodb_buffer_pool_wait_free'),
      'activity.rowLockWaitsPerSecond': rate('Innodb_row_lock_waits'),
      'activity.rowLockWaitersNow': numberIn(after, 'Innodb_row_lock_current_waits'),
      'activity.logWaitsPerSecond': rate('Innodb_log_waits'),
      'activity.redoBytesPerSecond': rate('Innodb_os_log_written'),
      'activity.deadlocks': Math.max(0, deadlocks - locksBefore),
      'activity.deadlocksTotal': deadlocks,
      'activity.deadlocksPerHour': rounded(deadlocks / Math.max(1, numberIn(after, 'Uptime') / 3_600)),
      'activity.binlogCacheSpillsPerSecond': rate('Binlog_cache_disk_use'),
      ...(await readPrepared(client, numberIn(after, 'Prepared_stmt_count'), numberIn(variables, 'max_prepared_stmt_count'), limit)),
      'activity.isGeneralLogOn': /^(ON|1)$/i.test(variables.get('general_log') ?? ''),
    };
    return {
      headline: headlineOf(facts),
      facts,
      text: [...after].map(([name, value]) => `${name} ${value}`).join('\n'),
    };
  },
});

async function pause(limit: SessionLimit): Promise<void> {
  try {
    await sleep(sampleMs, undefined, { signal: limit.signal });
  } catch {
    throw new SessionFailure('The look was ended', { problem: 'stopped', stage: 'command' });
  }
}

function headlineOf(facts: Facts): LocalText {
  return {
    'zh-CN': `每秒 ${String(facts['activity.questionsPerSecond'])} 条语句，慢 ${String(facts['activity.slowPerSecond'])}，落盘临时表 ${String(facts['activity.tempTablesOnDiskPerSecond'])}，等行锁 ${String(facts['activity.rowLockWaitersNow'])} 个，新连接 ${String(facts['activity.connectionsPerSecond'])}`,
    en: `${String(facts['activity.questionsPerSecond'])} statements a second, ${String(facts['activity.slowPerSecond'])} slow, ${String(facts['activity.tempTablesOnDiskPerSecond'])} temporary tables on disk, ${String(facts['activity.rowLockWaitersNow'])} wait for rows, ${String(facts['activity.connectionsPerSecond'])} new connections`,
  };
}

const preparedByLogin = `SELECT t.PROCESSLIST_USER AS login, COUNT(*) AS count FROM performance_schema.prepared_statements_instances i
  JOIN performance_schema.threads t ON t.THREAD_ID = i.OWNER_THREAD_ID GROUP BY t.PROCESSLIST_USER ORDER BY count DESC LIMIT 5`;

/** Whose they are is only asked when they run out. */
async function readPrepared(client: MysqlClient, count: number, max: number, limit: SessionLimit): Promise<Facts> {
  const used = ratioOf(count, Math.max(1, max));
  const owner: Row = used < 0.9 ? {} : first(await tolerant(client.read(preparedByLogin, [], limit)));
  return {
    'activity.prepared': count,
    'activity.preparedMax': max,
    'activity.preparedRatio': used,
    'activity.preparedSuggested': max * 2,
    'activity.preparedLogin': textOf(owner.login),
    'activity.preparedByLogin': numberOf(owner.count),
  };
}

const deadlockMetric = "SELECT COUNT AS count FROM information_schema.INNODB_METRICS WHERE NAME = 'lock_deadlocks'";

/** MariaDB and Percona Server count them among their status; MySQL among its metrics. */
async function readDeadlocks(client: MysqlClient, status: ReadonlyMap<string, string>, limit: SessionLimit): Promise<number> {
  if (status.has('innodb_deadlocks')) return numberIn(status, 'Innodb_deadlocks');
  return numberOf(columnOf(first(await tolerant(client.read(deadlockMetric, [], limit))), 'count'));
}

/** Refused for lack of a privilege after the login: 1044, 1142, 1143, 1227, 1370. */
const denialsByNumber = `SELECT SUM(SUM_ERROR_RAISED) AS count FROM performance_schema.events_errors_summary_global_by_error
  WHERE ERROR_NUMBER IN (1044, 1142, 1143, 1227, 1370)`;

/** Null where this account may not read it. */
async function readDenied(client: MysqlClient, limit: SessionLimit): Promise<number | null> {
  const rows = await tolerant(client.read(denialsByNumber, [], limit));
  return rows === null ? null : numberOf(first(rows).count);
}

/** MariaDB counts refused logins among them, which are aborted connections as well. */
function deniedIn(status: ReadonlyMap<string, string>, counted: number | null): number {
  return counted ?? Math.max(0, numberIn(status, 'Access_denied_errors') - numberIn(status, 'Aborted_connects'));
}

function deniedFacts(now: number, total: number, seconds: number, uptimeSeconds: number): Facts {
  return {
    'activity.statementsDenied': Math.max(0, now),
    'activity.statementsDeniedPerSecond': rounded(Math.max(0, now) / seconds),
    'activity.statementsDeniedTotal': Math.max(0, total),
    'activity.statementsDeniedPerHour': rounded(Math.max(0, total) / Math.max(1, uptimeSeconds / 3_600)),
  };
}
