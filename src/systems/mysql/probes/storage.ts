/** Binary logs on disk, the largest tables, and keys that will run out. */

import { z } from 'zod';
import { SessionFailure, type SessionLimit } from '../../session/failure.ts';
import { sessionProbe } from '../../session/probe.ts';
import { numberOf, printRows, type Row, ratioOf, textOf } from '../../session/rows.ts';
import type { MysqlClient } from '../client.ts';
import { columnOf, numberIn, readVariables, tolerant } from './mysql-probe.ts';

const variableNames = [
  'log_bin',
  'expire_logs_days',
  'binlog_expire_logs_seconds',
  'max_binlog_size',
  'tmpdir',
  'datadir',
  'innodb_data_home_dir',
];
const systemSchemas = "('mysql', 'information_schema', 'performance_schema', 'sys', 'metrics_schema')";

const largest = `
SELECT TABLE_SCHEMA AS \`schema\`, TABLE_NAME AS name, ENGINE AS engine, TABLE_ROWS AS row_count, DATA_LENGTH + INDEX_LENGTH AS bytes, DATA_FREE AS free
FROM information_schema.TABLES WHERE TABLE_TYPE = 'BASE TABLE' AND TABLE_SCHEMA NOT IN ${systemSchemas} ORDER BY bytes DESC LIMIT 20`;

/** The next key against what its column can hold. */
const keys = `
SELECT t.TABLE_SCHEMA AS \`schema\`, t.TABLE_NAME AS name, c.COLUMN_NAME AS \`column\`, t.AUTO_INCREMENT AS next,
  CASE c.DATA_TYPE WHEN 'tinyint' THEN 127 WHEN 'smallint' THEN 32767 WHEN 'mediumint' THEN 8388607 WHEN 'int' THEN 2147483647 ELSE 9223372036854775807 END
  * IF(c.COLUMN_TYPE LIKE '%unsigned%', 2.0, 1.0) AS max
FROM information_schema.TABLES t JOIN information_schema.COLUMNS c ON c.TABLE_SCHEMA = t.TABLE_SCHEMA AND c.TABLE_NAME = t.TABLE_NAME
WHERE t.AUTO_INCREMENT IS NOT NULL AND c.EXTRA LIKE '%auto_increment%' AND t.TABLE_SCHEMA NOT IN ${systemSchemas}
ORDER BY t.AUTO_INCREMENT / max DESC LIMIT 20`;

/** A table that can't be opened has no engine, and the reason as its comment. */
const damaged = `
SELECT CONCAT(TABLE_SCHEMA, '.', TABLE_NAME) AS name, LEFT(TABLE_COMMENT, 300) AS reason FROM information_schema.TABLES
WHERE TABLE_TYPE = 'BASE TABLE' AND ENGINE IS NULL AND TABLE_SCHEMA NOT IN ${systemSchemas} LIMIT 20`;

const logsWithinMs = 2_500;

export const storageProbe = sessionProbe({
  name: 'storage',
  summary: { 'zh-CN': 'binlog 占用、最大的表、即将用尽的自增主键', en: 'binary logs on disk, largest tables, keys near their end' },
  parameters: z.strictObject({}),
  cost: 'moderate',
  hints: 'disk|space|binlog|size|full|auto_increment|duplicate|out of range|1114|1030|磁盘|空间|容量|自增|主键|溢出',
  query: 'SHOW BINARY LOGS; SELECT … FROM information_schema.TABLES ORDER BY DATA_LENGTH + INDEX_LENGTH DESC LIMIT 20',
  async see(client: MysqlClient, _given, limit) {
    const variables = await readVariables(client, variableNames, limit);
    const tables = (await tolerant(client.read(largest, [], limit))) ?? [];
    const counters = (await tolerant(client.read(keys, [], limit))) ?? [];
    const logs = await readLogs(client, limit);
    const logBytes = (logs ?? []).reduce((sum, row) => sum + numberOf(columnOf(row, 'File_size')), 0);
    const dataBytes = tables.reduce((sum, row) => sum + numberOf(row.bytes), 0);
    const broken = (await tolerant(client.read(damaged, [], limit))) ?? [];
    const [top] = counters;
    const expires = numberIn(variables, 'binlog_expire_logs_seconds') || numberIn(variables, 'expire_logs_days') * 86_400;
    const facts = {
      'storage.binlogs': logs?.length ?? 0,
      'storage.binlogBytes': logBytes,
      'storage.binlogToDataRatio': ratioOf(logBytes, dataBytes),
      'storage.binlogExpiresSeconds': expires,
      'storage.isBinlogKept': variables.get('log_bin') === 'ON' && expires === 0,
      'storage.dataBytes': dataBytes,
      'storage.largest.name': tables[0] === undefined ? '' : `${textOf(tables[0].schema)}.${textOf(tables[0].name)}`,
      'storage.largest.bytes': numberOf(tables[0]?.bytes),
      'storage.damagedTables': broken.length,
      'storage.damaged.table': broken[0] === undefined ? null : textOf(broken[0].name),
      'storage.damaged.reason': broken[0] === undefined ? null : textOf(broken[0].reason),
      'storage.key.table': top === undefined ? '' : `${textOf(top.schema)}.${textOf(top.name)}`,
      'storage.key.column': textOf(top?.column),
      'storage.key.next': numberOf(top?.next),
      'storage.key.max': numberOf(top?.max),
      'storage.key.usedRatio': ratioOf(numberOf(top?.next), numberOf(top?.max)),
    };
    return {
      headline: {
        'zh-CN': `binlog ${String(facts['storage.binlogs'])} 个共 ${String(logBytes)} 字节；最大的表 ${facts['storage.largest.name'] || '无'}；自增主键最多用到 ${String(facts['storage.key.usedRatio'])}${top === undefined ? '' : `（${facts['storage.key.table']}）`}`,
        en: `${String(facts['storage.binlogs'])} binary logs of ${String(logBytes)} bytes; largest table ${facts['storage.largest.name'] || 'none'}; the fullest key is at ${String(facts['storage.key.usedRatio'])}${top === undefined ? '' : ` (${facts['storage.key.table']})`}`,
      },
      facts,
      text: [tables, counters, (logs ?? []).slice(-20).map(logLine)].map((rows) => printRows(rows)).join('\n'),
    };
  },
});

/** A server that waits for space keeps its list of logs locked: the rest of the look is not given up for it. */
async function readLogs(client: MysqlClient, limit: SessionLimit): Promise<readonly Row[] | null> {
  try {
    return await tolerant(client.read('SHOW BINARY LOGS', [], { ...limit, timeoutMs: Math.min(logsWithinMs, limit.timeoutMs) }));
  } catch (error) {
    if (error instanceof SessionFailure && error.problem === 'hung') return null;
    throw error;
  }
}

function logLine(row: Row): Row {
  return { name: columnOf(row, 'Log_name'), bytes: columnOf(row, 'File_size') };
}
