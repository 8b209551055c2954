/** The settings that faults hang on. */

import { z } from 'zod';
import type { FactValue } from '../../../domain/evidence.ts';
import { sessionProbe } from '../../session/probe.ts';
import type { MysqlClient } from '../client.ts';
import { readChangedSettings } from './changed-settings.ts';
import { numberIn, readVariables } from './mysql-probe.ts';

const watched = [
  'max_connections', 'max_user_connections', 'wait_timeout', 'interactive_timeout', 'connect_timeout', 'net_read_timeout', 'net_write_timeout', 'max_allowed_packet',
  'max_execution_time', 'max_statement_time', 'lock_wait_timeout', 'innodb_lock_wait_timeout', 'innodb_buffer_pool_size', 'innodb_flush_log_at_trx_commit', 'sync_binlog',
  'innodb_io_capacity', 'innodb_deadlock_detect', 'innodb_print_all_deadlocks', 'innodb_rollback_on_timeout', 'tmp_table_size', 'max_heap_table_size', 'sort_buffer_size',
  'join_buffer_size', 'table_open_cache', 'open_files_limit', 'thread_cache_size', 'slow_query_log', 'long_query_time', 'general_log', 'binlog_format', 'gtid_mode',
  'gtid_strict_mode', 'log_bin', 'expire_logs_days', 'binlog_expire_logs_seconds', 'read_only', 'super_read_only', 'sql_mode', 'transaction_isolation', 'tx_isolation',
  'max_prepared_stmt_count', 'performance_schema', 'autocommit', 'foreign_key_checks', 'event_scheduler', 'character_set_server', 'lower_case_table_names', 'time_zone', 'system_time_zone',
] as const; // biome-ignore format: a table of names

const toldMax = 120;

export const settingsProbe = sessionProbe({
  name: 'settings',
  summary: {
    'zh-CN': '关键参数，以及运行中被改过的参数',
    en: 'the settings that faults hang on, and those that were changed while it runs',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'time.?zone|时区|config|setting|variable|changed|parameter|配置|参数|变量|变更',
  query:
    'SHOW GLOBAL VARIABLES WHERE Variable_name IN (listed names); performance_schema.variables_info or information_schema.SYSTEM_VARIABLES',
  async see(client: MysqlClient, _given, limit) {
    const variables = await readVariables(client, watched, limit);
    const changed = await readChangedSettings(client, limit);
    const facts: Record<string, FactValue> = { ...changed };
    for (const [name, value] of variables) facts[`settings.${name}`] = /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
    facts['settings.statementLimitSeconds'] =
      numberIn(variables, 'max_statement_time') || numberIn(variables, 'max_execution_time') / 1_000;
    const told = String(changed['settings.changed.values'] ?? '');
    return {
      headline: {
        'zh-CN': `max_connections ${variables.get('max_connections') ?? '?'}，wait_timeout ${variables.get('wait_timeout') ?? '?'}，innodb_lock_wait_timeout ${variables.get('innodb_lock_wait_timeout') ?? '?'}${told === '' ? '' : `；运行中改过：${told.slice(0, toldMax)}`}`,
        en: `max_connections ${variables.get('max_connections') ?? '?'}, wait_timeout ${variables.get('wait_timeout') ?? '?'}, innodb_lock_wait_timeout ${variables.get('innodb_lock_wait_timeout') ?? '?'}${told === '' ? '' : `; changed at run time: ${told.slice(0, toldMax)}`}`,
      },
      facts,
      text: [...variables, ['changed at run time', told]].map(([name, value]) => `${name ?? ''} ${value ?? ''}`).join('\n'),
    };
  },
});
