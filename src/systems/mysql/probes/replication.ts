/** As a replica: both threads, their errors, how far behind. As a primary: who follows, and what commits wait for. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { sessionProbe } from '../../session/probe.ts';
import { flagOf, numberOf, type Row, textOf } from '../../session/rows.ts';
import type { MysqlClient } from '../client.ts';
import { columnOf, first, numberIn, readDialect, readStatus, readVariables, tolerant } from './mysql-probe.ts';
import { readApply } from './replication-apply.ts';

const statusNames = [
  'Rpl_semi_sync_master_status',
  'Rpl_semi_sync_source_status',
  'Rpl_semi_sync_master_clients',
  'Rpl_semi_sync_source_clients',
  'Rpl_semi_sync_master_wait_sessions',
  'Rpl_semi_sync_source_wait_sessions',
];
const variableNames = [
  'read_only',
  'super_read_only',
  'rpl_semi_sync_master_enabled',
  'rpl_semi_sync_source_enabled',
  'server_id',
  'slave_parallel_threads',
  'replica_parallel_workers',
  'slave_parallel_workers',
];

export const replicationProbe = sessionProbe({
  name: 'replication',
  summary: { 'zh-CN': '复制：IO 与 SQL 线程、错误、延迟、半同步', en: 'replication: both threads, errors, lag, semi-sync' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'replica|slave|lag|behind|1062|1032|1236|binlog|stale|复制|主从|从库|延迟|中断|半同步',
  query: 'SHOW REPLICA STATUS (or SHOW ALL SLAVES STATUS); SHOW GLOBAL STATUS LIKE "Rpl_semi_sync%"',
  async see(client: MysqlClient, _given, limit) {
    const rows = await readReplica(client, limit);
    const status = await readStatus(client, statusNames, limit);
    const variables = await readVariables(client, variableNames, limit);
    const dumps = await client.read(
      "SELECT COUNT(*) AS count FROM information_schema.PROCESSLIST WHERE COMMAND LIKE 'Binlog Dump%'",
      [],
      limit,
    );
    const group = await tolerant(client.read('SELECT COUNT(*) AS count FROM performance_schema.replication_group_members', [], limit));
    const replica = replicaFacts(rows ?? [], variables);
    const facts: Facts = {
      ...replica,
      ...(await readApply(client, replica, variables, limit)),
      'replication.isVisible': rows !== null,
      'replication.isGroupMember': numberOf(first(group).count) > 0,
      'replication.followers': numberOf(first(dumps).count),
      'replication.isSemisyncEnabled': flagOf(
        variables.get('rpl_semi_sync_master_enabled') ?? variables.get('rpl_semi_sync_source_enabled'),
      ),
      'replication.isSemisyncOn': flagOf(status.get('rpl_semi_sync_master_status') ?? status.get('rpl_semi_sync_source_status')),
      'replication.semisyncClients': numberIn(status, 'Rpl_semi_sync_master_clients') + numberIn(status, 'Rpl_semi_sync_source_clients'),
      'replication.semisyncWaiting':
        numberIn(status, 'Rpl_semi_sync_master_wait_sessions') + numberIn(status, 'Rpl_semi_sync_source_wait_sessions'),
    };
    return {
      headline: facts['replication.isReplica']
        ? {
            'zh-CN': `从库：IO ${String(facts['replication.ioState'])}，SQL ${String(facts['replication.sqlState'])}，落后 ${String(facts['replication.lagSeconds'] ?? '未知')} 秒${facts['replication.errorNumber'] === 0 ? '' : `，错误 ${String(facts['replication.errorNumber'])}`}`,
            en: `a replica: IO ${String(facts['replication.ioState'])}, SQL ${String(facts['replication.sqlState'])}, ${String(facts['replication.lagSeconds'] ?? 'unknown')} s behind${facts['replication.errorNumber'] === 0 ? '' : `, error ${String(facts['replication.errorNumber'])}`}`,
          }
        : {
            'zh-CN': `不是从库；跟随它的有 ${String(facts['replication.followers'])} 个`,
            en: `no replica; ${String(facts['replication.followers'])} follow it`,
          },
      facts,
      text: (rows ?? []).map(printed).join('\n\n'),
    };
  },
});

/** Null where the account may not look. */
async function readReplica(client: MysqlClient, limit: SessionLimit): Promise<readonly Row[] | null> {
  const dialect = await readDialect(client, limit);
  if (dialect === 'tidb') return [];
  if (dialect === 'mariadb') return await tolerant(client.read('SHOW ALL SLAVES STATUS', [], limit));
  return (await tolerant(client.read('SHOW REPLICA STATUS', [], limit))) ?? (await tolerant(client.read('SHOW SLAVE STATUS', [], limit)));
}

/** Pure. Of several channels the one that is worst off is told. */
export function replicaFacts(rows: readonly Row[], variables: ReadonlyMap<string, string>): Facts {
  const channels = rows.map(channelOf).sort((one, other) => other.trouble - one.trouble);
  const [worst] = channels;
  return {
    'replication.isReplica': worst !== undefined,
    'replication.channels': channels.length,
    'replication.channel': worst?.name ?? '',
    'replication.source': worst?.source ?? '',
    'replication.ioState': worst?.io ?? '',
    'replication.sqlState': worst?.sql ?? '',
    'replication.isIoRunning': worst?.io === 'Yes',
    'replication.isIoConnecting': worst?.io === 'Connecting' || worst?.io === 'Preparing',
    'replication.isSqlRunning': worst?.sql === 'Yes',
    'replication.ioErrorNumber': worst?.ioErrorNumber ?? 0,
    'replication.sqlErrorNumber': worst?.sqlErrorNumber ?? 0,
    'replication.errorNumber': worst?.sqlErrorNumber || worst?.ioErrorNumber || 0,
    'replication.ioError': worst === undefined ? '' : maskedError(worst.ioError),
    'replication.error': worst === undefined ? '' : maskedError(worst.error),
    'replication.lagSeconds': worst?.lag ?? null,
    'replication.delaySettingSeconds': worst?.delay ?? 0,
    'replication.serverId': numberIn(variables, 'server_id'),
    'replication.isWritable': !flagOfReadOnly(variables.get('read_only')),
  };
}

interface Channel {
  readonly name: string;
  readonly source: string;
  readonly io: string;
  readonly sql: string;
  readonly ioErrorNumber: number;
  readonly sqlErrorNumber: number;
  readonly error: string;
  readonly ioError: string;
  readonly lag: number | null;
  readonly delay: number;
  readonly trouble: number;
}

function channelOf(row: Row): Channel {
  const io = textOf(columnOf(row, 'Slave_IO_Running', 'Replica_IO_Running'));
  const sql = textOf(columnOf(row, 'Slave_SQL_Running', 'Replica_SQL_Running'));
  const lag = columnOf(row, 'Seconds_Behind_Master', 'Seconds_Behind_Source');
  const sqlError = textOf(columnOf(row, 'Last_SQL_Error'));
  return {
    name: textOf(columnOf(row, 'Connection_name', 'Channel_Name')),
    source: `${textOf(columnOf(row, 'Master_Host', 'Source_Host'))}:${textOf(columnOf(row, 'Master_Port', 'Source_Port'))}`,
    io,
    sql,
    ioErrorNumber: numberOf(columnOf(row, 'Last_IO_Errno')),
    sqlErrorNumber: numberOf(columnOf(row, 'Last_SQL_Errno')),
    ioError: textOf(columnOf(row, 'Last_IO_Error')),
    error: sqlError === '' ? textOf(columnOf(row, 'Last_IO_Error')) : sqlError,
    lag: lag === null || lag === undefined ? null : numberOf(lag),
    delay: numberOf(columnOf(row, 'SQL_Delay')),
    trouble: (sql === 'Yes' ? 0 : 1e9) + (io === 'Yes' ? 0 : 1e8) + (lag === null ? 0 : numberOf(lag)),
  };
}

/** The table and the error stay; keys and statements, which hold values, go. */
function maskedError(text: string): string {
  return text
    .replace(/Duplicate entry '.*?' for key/gs, 'Duplicate entry ? for key')
    .replace(/Query: '.*$/s, 'Query: ?')
    .slice(0, 300);
}

function flagOfReadOnly(value: string | undefined): boolean {
  return value !== undefined && !/^(OFF|0)$/i.test(value);
}

const shownColumns =
  /^(Connection_name|Channel_Name|(Master|Source)_(Host|Port|Log_File)|Read_(Master|Source)_Log_Pos|(Slave|Replica)_(IO|SQL)_Running|Seconds_Behind.*|SQL_Delay|Last_(IO|SQL)_Errno|Using_Gtid|(Slave|Replica)_SQL_Running_State|(Slave|Replica)_IO_State)$/i;

function printed(row: Row): string {
  return Object.entries(row)
    .filter(([name]) => shownColumns.test(name))
    .map(([name, value]) => `${name}: ${textOf(value)}`)
    .join('\n');
}
