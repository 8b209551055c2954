/** InnoDB: buffer pool, redo log, flushing, and the latest deadlock. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { sessionProbe } from '../../session/probe.ts';
import { numberOf, ratioOf, textOf } from '../../session/rows.ts';
import { normaliseQuery } from '../../sql/normalise-query.ts';
import type { MysqlClient } from '../client.ts';
import { columnOf, first, numberIn, readStatus, readVariables, tolerant } from './mysql-probe.ts';

const statusNames = [
  'Innodb_buffer_pool_pages_total', 'Innodb_buffer_pool_pages_free', 'Innodb_buffer_pool_pages_dirty', 'Innodb_page_size', 'Innodb_data_pending_fsyncs',
  'Innodb_os_log_pending_fsyncs', 'Innodb_data_pending_reads', 'Innodb_data_pending_writes', 'Innodb_checkpoint_age', 'Innodb_checkpoint_max_age', 'Innodb_num_open_files',
]; // biome-ignore format: a table of names
const variableNames = [
  'innodb_buffer_pool_size', 'innodb_log_file_size', 'innodb_log_files_in_group', 'innodb_redo_log_capacity', 'innodb_flush_log_at_trx_commit', 'innodb_io_capacity',
  'innodb_lock_wait_timeout', 'innodb_max_dirty_pages_pct', 'innodb_deadlock_detect', 'innodb_print_all_deadlocks', 'sync_binlog', 'innodb_log_buffer_size',
]; // biome-ignore format: a table of names

export const innodbProbe = sessionProbe({
  name: 'innodb',
  summary: { 'zh-CN': 'InnoDB：缓冲池、重做日志、刷脏、最近一次死锁', en: 'InnoDB: buffer pool, redo log, flushing, the latest deadlock' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'innodb|buffer pool|redo|checkpoint|flush|deadlock|fsync|缓冲池|重做|刷脏|死锁',
  query: 'SHOW ENGINE INNODB STATUS; SHOW GLOBAL STATUS LIKE "Innodb%"',
  async see(client: MysqlClient, _given, limit) {
    const status = await readStatus(client, statusNames, limit);
    const variables = await readVariables(client, variableNames, limit);
    const row = first(await tolerant(client.read('SHOW ENGINE INNODB STATUS', [], limit)));
    const clock = textOf(first(await client.read('SELECT NOW() AS now', [], limit)).now);
    const facts = { ...statusFacts(status, variables), ...monitorFacts(textOf(columnOf(row, 'Status')), clock) };
    return {
      headline: {
        'zh-CN': `缓冲池脏页 ${String(facts['innodb.dirtyRatio'])}，空闲 ${String(facts['innodb.freeRatio'])}；检查点年龄 ${String(facts['innodb.checkpointAgeRatio'])}；最近死锁 ${facts['innodb.deadlockSecondsAgo'] === null ? '无' : `${String(facts['innodb.deadlockSecondsAgo'])} 秒前`}`,
        en: `buffer pool ${String(facts['innodb.dirtyRatio'])} dirty, ${String(facts['innodb.freeRatio'])} free; checkpoint age ${String(facts['innodb.checkpointAgeRatio'])}; latest deadlock ${facts['innodb.deadlockSecondsAgo'] === null ? 'none' : `${String(facts['innodb.deadlockSecondsAgo'])} s ago`}`,
      },
      facts,
      // The monitor's own text shows statements with their values, so it is not kept.
      text: [...status, ...variables].map(([name, value]) => `${name} ${value}`).join('\n'),
    };
  },
});

function statusFacts(status: ReadonlyMap<string, string>, variables: ReadonlyMap<string, string>): Facts {
  const pages = numberIn(status, 'Innodb_buffer_pool_pages_total');
  const ofFiles = numberIn(variables, 'innodb_log_file_size') * Math.max(1, numberIn(variables, 'innodb_log_files_in_group'));
  return {
    'innodb.bufferPoolBytes': numberIn(variables, 'innodb_buffer_pool_size'),
    'innodb.dirtyRatio': ratioOf(numberIn(status, 'Innodb_buffer_pool_pages_dirty'), pages),
    'innodb.freeRatio': ratioOf(numberIn(status, 'Innodb_buffer_pool_pages_free'), pages),
    'innodb.redoBytes': numberIn(variables, 'innodb_redo_log_capacity') || ofFiles,
    'innodb.pendingFsyncs': numberIn(status, 'Innodb_data_pending_fsyncs') + numberIn(status, 'Innodb_os_log_pending_fsyncs'),
    'innodb.pendingWrites': numberIn(status, 'Innodb_data_pending_writes'),
    'innodb.flushAtCommit': numberIn(variables, 'innodb_flush_log_at_trx_commit'),
    'innodb.lockWaitTimeoutSeconds': numberIn(variables, 'innodb_lock_wait_timeout'),
    'innodb.isDeadlockDetectOn': !/^(OFF|0)$/i.test(variables.get('innodb_deadlock_detect') ?? 'ON'),
  };
}

const tablesMax = 4;

/** Pure: the monitor's text and the server's own time in, facts out. */
export function monitorFacts(text: string, now: string): Facts {
  const sequence = numberOf(/Log sequence number\s+(\d+)/.exec(text)?.[1]);
  const checkpoint = numberOf(/Last checkpoint at\s+(\d+)/.exec(text)?.[1]);
  const maximum = numberOf(/Max checkpoint age\s+(\d+)/.exec(text)?.[1]);
  const deadlock = /LATEST DETECTED DEADLOCK\s+-+\s+(\d{4}-\d{2}-\d{2}) +(\d{1,2}:\d{2}:\d{2})/.exec(text);
  const ago = deadlock === null ? null : secondsBetween(`${deadlock[1] ?? ''} ${deadlock[2] ?? ''}`, now);
  const semaphores = [...text.matchAll(/has waited at .{0,120}? for ([\d.]+) seconds the semaphore/g)].map((match) => Number(match[1]));
  return {
    'innodb.checkpointAgeBytes': Math.max(0, sequence - checkpoint),
    'innodb.checkpointAgeRatio': ratioOf(Math.max(0, sequence - checkpoint), maximum),
    'innodb.deadlockSecondsAgo': ago,
    ...deadlockFacts(text),
    'innodb.semaphoreWaits': semaphores.length,
    'innodb.longestSemaphoreSeconds': Math.max(0, ...semaphores),
    'innodb.isMonitorVisible': text !== '',
  };
}

/** Whose rows the two of the latest deadlock locked, and what they ran last; null where it is not told. */
function deadlockFacts(text: string): Facts {
  const [, told = ''] = /LATEST DETECTED DEADLOCK\n-+\n([\s\S]*?)(?=\n-+\n[A-Z][A-Z ]+\n-+\n|$)/.exec(text) ?? [];
  const tables = new Set([...told.matchAll(/of table `([^`]+)`\.`([^`]+)`/g)].map(([, schema = '', table = '']) => `${schema}.${table}`));
  const ran = [...told.matchAll(/^(?:update|insert|delete|replace|select)\b.*$/gim)].map(([statement]) =>
    normaliseQuery(statement, 'mysql'),
  );
  return {
    'innodb.deadlockTables': tables.size === 0 ? null : [...tables].slice(0, tablesMax).join(', '),
    'innodb.deadlockStatements': ran.length === 0 ? null : [...new Set(ran)].slice(0, tablesMax).join(' ⇄ '),
  };
}

/** Both in the server's own zone, so that the zone does not matter. */
function secondsBetween(earlier: string, later: string): number | null {
  const parse = (moment: string): number =>
    Date.parse(
      `${moment
        .replace(/\.\d+$/, '')
        .replace(/ (\d):/, ' 0$1:')
        .replace(' ', 'T')}Z`,
    );
  const seconds = Math.round((parse(later) - parse(earlier)) / 1_000);
  return Number.isFinite(seconds) ? Math.max(0, seconds) : null;
}
