/** The settings that faults hang on, and whether a change waits for a restart or a file can't be read. */

import { z } from 'zod';
import { SessionFailure } from '../../session/failure.ts';
import { sessionProbe } from '../../session/probe.ts';
import { flagOf, numberOf, printRows, type Row, textOf } from '../../session/rows.ts';
import type { PostgresqlClient } from '../client.ts';
import { first } from './postgresql-probe.ts';

const watched = [
  'max_connections', 'superuser_reserved_connections', 'shared_buffers', 'work_mem', 'maintenance_work_mem', 'effective_cache_size', 'temp_file_limit',
  'statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'deadlock_timeout', 'max_wal_size', 'min_wal_size', 'wal_keep_size',
  'max_slot_wal_keep_size', 'checkpoint_timeout', 'checkpoint_completion_target', 'wal_level', 'archive_mode', 'max_wal_senders', 'max_replication_slots',
  'synchronous_commit', 'hot_standby_feedback', 'max_standby_streaming_delay', 'autovacuum', 'autovacuum_max_workers', 'autovacuum_naptime',
  'autovacuum_vacuum_cost_limit', 'autovacuum_vacuum_cost_delay', 'autovacuum_vacuum_scale_factor', 'autovacuum_freeze_max_age', 'track_counts',
  'track_activities', 'track_io_timing', 'fsync', 'full_page_writes', 'data_checksums', 'jit', 'random_page_cost', 'log_lock_waits',
  'log_min_duration_statement', 'logging_collector', 'ssl', 'max_prepared_transactions', 'max_locks_per_transaction', 'enable_seqscan', 'enable_indexscan',
] as const; // biome-ignore format: a table of names

/** What this session set for itself says nothing about the server, so those are read as they were when it began. */
const statement = `
SELECT name, CASE WHEN unit = '8kB' THEN setting::numeric * 8192 WHEN unit = 'kB' THEN setting::numeric * 1024 WHEN unit = 'MB' THEN setting::numeric * 1048576 END::text AS bytes,
  CASE WHEN name IN ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout') THEN reset_val ELSE setting END AS setting,
  coalesce(unit, '') AS unit, source, boot_val, pending_restart
FROM pg_settings WHERE name = ANY (string_to_array($1, ',')) OR pending_restart OR (name LIKE 'enable\\_%' AND boot_val = 'on' AND setting = 'off') ORDER BY name`;

/** When the files were read last, and what ALTER SYSTEM has written; the file of a setting is seen with pg_monitor. */
const changes = `
SELECT extract(epoch FROM now() - pg_conf_load_time()) AS loaded_ago, pg_conf_load_time() > pg_postmaster_start_time() + interval '2 seconds' AS reloaded,
  (SELECT string_agg(name || '=' || setting, ', ' ORDER BY name) FROM pg_settings WHERE sourcefile LIKE '%postgresql.auto.conf') AS by_system`;

/** Only for superusers, unless the right was granted. */
const mistakes =
  "SELECT sourcefile AS file, sourceline AS line, coalesce(name, '') AS name, error FROM pg_file_settings WHERE error IS NOT NULL AND error NOT LIKE '%could not be applied%' LIMIT 20";

export const settingsProbe = sessionProbe({
  name: 'settings',
  summary: {
    'zh-CN': '关键配置、待重启生效的变更、配置文件错误',
    en: 'settings that faults hang on, changes that wait for a restart, broken files',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'config|setting|changed|parameter|配置|参数|变更',
  query: 'SELECT name, setting, source, pending_restart FROM pg_settings WHERE name IN (listed names)',
  async see(client: PostgresqlClient, _given, limit) {
    const rows = await client.read(statement, [watched.join(',')], limit);
    const broken = await client.read(mistakes, [], limit).catch(withoutRights);
    const changed = first(await client.read(changes, [], limit));
    const pending = rows.filter((row) => flagOf(row.pending_restart)).map((row) => textOf(row.name));
    const facts: Record<string, string | number | boolean> = {
      'settings.plannerOff': plannerOff(rows).join(', '),
      'settings.loadedSecondsAgo': Math.round(numberOf(changed.loaded_ago)),
      'settings.isReloaded': flagOf(changed.reloaded),
      'settings.bySystem': textOf(changed.by_system),
      'settings.pendingRestart': pending.join(', '),
      'settings.pendingCount': pending.length,
      'settings.fileErrors': broken.length,
      'settings.fileError': broken[0] === undefined ? '' : `${textOf(broken[0].name)} (${textOf(broken[0].error)})`,
    };
    for (const row of rows) facts[`settings.${textOf(row.name)}`] = settingOf(row);
    return {
      headline: {
        'zh-CN': `${String(rows.length)} 项配置${pending.length === 0 ? '' : `，待重启生效：${pending.join('、')}`}${broken.length === 0 ? '' : `，配置文件有 ${String(broken.length)} 处错误`}`,
        en: `${String(rows.length)} settings${pending.length === 0 ? '' : `, waiting for a restart: ${pending.join(', ')}`}${broken.length === 0 ? '' : `, ${String(broken.length)} mistakes in the files`}`,
      },
      facts,
      text: `${printRows([changed])}\n${printRows(rows)}\n${printRows(broken)}`,
    };
  },
});

/** Of everybody: what holds for the login or database of this session alone is told by the look at logins. */
function plannerOff(rows: readonly Row[]): readonly string[] {
  return rows
    .filter(({ name, boot_val: boot, setting, source }) => {
      return textOf(name).startsWith('enable_') && boot === 'on' && setting === 'off' && !/database|user/.test(textOf(source));
    })
    .map(({ name }) => textOf(name));
}

/** Sizes in bytes, numbers as numbers, everything else as it is written. */
function settingOf(row: Row): string | number {
  if (row.bytes !== null && numberOf(row.setting) >= 0) return numberOf(row.bytes);
  const setting = textOf(row.setting);
  return /^-?\d+(\.\d+)?$/.test(setting) ? Number(setting) : setting;
}

function withoutRights(error: unknown): readonly Row[] {
  if (error instanceof SessionFailure && ['no-permission', 'unsupported'].includes(error.problem)) return [];
  throw error;
}
