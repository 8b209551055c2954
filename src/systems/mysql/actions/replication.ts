/** Starting and stopping replication; statistics of tables. Nothing here deletes anything. */

import { z } from 'zod';
import { sessionAction } from '../../session/actions/session-action.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { numberOf, type Row, textOf } from '../../session/rows.ts';
import type { MysqlClient } from '../client.ts';
import { columnOf, first, readDialect, tolerant } from '../probes/mysql-probe.ts';

const channel = z.string().regex(/^[A-Za-z0-9_.-]{0,64}$/, 'expected the name of a replication channel, or nothing');

export const startReplica = threadAction('start-replica', 'START');
export const stopReplica = threadAction('stop-replica', 'STOP');

function threadAction(name: string, verb: 'START' | 'STOP') {
  const isStart = verb === 'START';
  const isWanted = (threads: Threads | null): boolean => threads !== null && threads.io === isStart && threads.sql === isStart;
  return sessionAction({
    name,
    risk: isStart ? 'medium' : 'high',
    arguments: z.strictObject({ channel }),
    verifyWithinMs: 20_000,
    timeoutMs: 20_000,
    summary: (given) =>
      isStart
        ? {
            'zh-CN': `启动复制${given.channel === '' ? '' : `（通道 ${given.channel}）`}`,
            en: `start replication${given.channel === '' ? '' : ` (channel ${given.channel})`}`,
          }
        : {
            'zh-CN': `停止复制${given.channel === '' ? '' : `（通道 ${given.channel}）`}`,
            en: `stop replication${given.channel === '' ? '' : ` (channel ${given.channel})`}`,
          },
    effect: () =>
      isStart
        ? { 'zh-CN': '从库从停下的位置继续拉取和回放，逐步追上主库', en: 'the replica goes on from where it stopped and catches up' }
        : { 'zh-CN': '从库不再更新，读到的数据停在此刻', en: 'the replica is no longer updated; it serves the data of this moment' },
    verification: () =>
      isStart
        ? { 'zh-CN': 'IO 与 SQL 线程都在运行', en: 'both threads run' }
        : { 'zh-CN': 'IO 与 SQL 线程都已停止', en: 'both threads are stopped' },
    async precheck(client: MysqlClient, given, limit) {
      const threads = await readChannel(client, given.channel, limit);
      if (threads === null) return { state: 'blocked', reason: { 'zh-CN': '这不是从库', en: 'this is no replica' } };
      if (isWanted(threads))
        return {
          state: 'already',
          note: isStart
            ? { 'zh-CN': '复制已在运行', en: 'replication runs already' }
            : { 'zh-CN': '复制已停止', en: 'replication is stopped already' },
        };
      return { state: 'ready', before: { io: threads.io, sql: threads.sql } };
    },
    isApplied: async (client, given, _before, limit) => isWanted(await readChannel(client, given.channel, limit)),
    async apply(client, given, _before, limit) {
      await client.change(await statementFor(client, verb, '', given.channel, limit), [], limit);
      return isStart ? { 'zh-CN': '已启动', en: 'started' } : { 'zh-CN': '已停止', en: 'stopped' };
    },
    async verify(client, given, _before, limit) {
      const threads = await readChannel(client, given.channel, limit);
      const note = {
        'zh-CN': `IO ${threads?.ioText ?? '?'}，SQL ${threads?.sqlText ?? '?'}`,
        en: `IO ${threads?.ioText ?? '?'}, SQL ${threads?.sqlText ?? '?'}`,
      };
      return { isMet: isWanted(threads), note };
    },
    undo: {
      summary: () => ({
        'zh-CN': '把两个线程恢复到原来的运行状态（已回放的不能退回）',
        en: 'bring both threads back to how they were (what was applied stays)',
      }),
      async apply(client, given, before, limit) {
        const now = await readChannel(client, given.channel, limit);
        for (const [thread, was, is] of [
          ['IO_THREAD', before.io === true, now?.io === true],
          ['SQL_THREAD', before.sql === true, now?.sql === true],
        ] as const)
          if (was !== is) await client.change(await statementFor(client, was ? 'START' : 'STOP', thread, given.channel, limit), [], limit);
        return { 'zh-CN': '已恢复', en: 'they are back as they were' };
      },
    },
  });
}

interface Threads {
  readonly io: boolean;
  readonly sql: boolean;
  readonly ioText: string;
  readonly sqlText: string;
}

/** One that tries to connect is on, not off. Null: no such channel, or (for a null name) none at all. */
export async function readChannel(client: MysqlClient, name: string | null, limit: SessionLimit): Promise<Threads | null> {
  const isMaria = (await readDialect(client, limit)) === 'mariadb';
  const rows = isMaria
    ? await client.read('SHOW ALL SLAVES STATUS', [], limit)
    : ((await tolerant(client.read('SHOW REPLICA STATUS', [], limit))) ?? (await client.read('SHOW SLAVE STATUS', [], limit)));
  const nameOf = (row: Row): string => textOf(columnOf(row, 'Connection_name', 'Channel_Name'));
  const row = name === null ? rows[0] : rows.find((each) => nameOf(each) === name);
  if (row === undefined) return null;
  const ioText = textOf(columnOf(row, 'Slave_IO_Running', 'Replica_IO_Running'));
  const sqlText = textOf(columnOf(row, 'Slave_SQL_Running', 'Replica_SQL_Running'));
  return { io: ioText !== 'No', sql: sqlText === 'Yes', ioText, sqlText };
}

async function statementFor(
  client: MysqlClient,
  verb: 'START' | 'STOP',
  thread: string,
  name: string,
  limit: SessionLimit,
): Promise<string> {
  const row = first(await client.read('SELECT version() AS version', [], limit));
  const version = textOf(row.version);
  const isMaria = /mariadb/i.test(version);
  const [major = 0, minor = 0, patch = 0] = version.split(/[.-]/).map((part) => numberOf(part));
  const isNew = !isMaria && (major > 8 || (major === 8 && (minor > 0 || patch >= 22)));
  const word = isNew ? 'REPLICA' : 'SLAVE';
  // The name is of letters, digits, dots and dashes, so that quotes hold it.
  if (isMaria) return `${verb} SLAVE ${name === '' ? '' : `'${name}' `}${thread}`.trim();
  return `${verb} ${word} ${thread}${name === '' ? '' : ` FOR CHANNEL '${name}'`}`.trim();
}

export const analyzeTable = sessionAction({
  name: 'analyze-table',
  risk: 'low',
  arguments: z.strictObject({ schema: z.string().min(1).max(64), table: z.string().min(1).max(64) }),
  verifyWithinMs: 5_000,
  timeoutMs: 120_000,
  summary: (given) => ({ 'zh-CN': `更新 ${given.schema}.${given.table} 的统计信息`, en: `analyse ${given.schema}.${given.table}` }),
  effect: () => ({
    'zh-CN': '抽样更新统计信息，不写 binlog；表上有长查询时可能短暂等待',
    en: 'statistics are taken from a sample and not written to the binary log; long queries on the table may make it wait a moment',
  }),
  verification: () => ({ 'zh-CN': 'ANALYZE TABLE 已成功返回', en: 'ANALYZE TABLE has come back well' }),
  async precheck(client: MysqlClient, given, limit) {
    const at = await analysedAt(client, given, limit);
    if (at === null) return { state: 'blocked', reason: { 'zh-CN': '没有这张 InnoDB 表', en: 'there is no such InnoDB table' } };
    return { state: 'ready', before: { from: await serverTime(client, limit) } };
  },
  isApplied: async (client, given, before, limit) => numberOf(await analysedAt(client, given, limit)) >= numberOf(before.from),
  async apply(client, given, _before, limit) {
    await client.change(`ANALYZE NO_WRITE_TO_BINLOG TABLE ${quoted(given.schema)}.${quoted(given.table)}`, [], limit);
    return { 'zh-CN': '已完成', en: 'done' };
  },
  async verify(client, given, before, limit) {
    const isMet = numberOf(await analysedAt(client, given, limit)) >= numberOf(before.from);
    return {
      isMet,
      note: isMet
        ? { 'zh-CN': '统计信息已更新', en: 'statistics are up to date' }
        : { 'zh-CN': '统计信息尚未更新', en: 'statistics are not updated yet' },
    };
  },
  undo: {
    impossible: { 'zh-CN': '数据和设置都没有改变，没有什么可撤销', en: 'neither data nor settings change; there is nothing to take back' },
  },
});

async function serverTime(client: MysqlClient, limit: SessionLimit): Promise<number> {
  return numberOf(first(await client.read('SELECT UNIX_TIMESTAMP() AS now', [], limit)).now);
}

/** When its statistics were last taken, in seconds; null when there is no such table. */
async function analysedAt(client: MysqlClient, given: { schema: string; table: string }, limit: SessionLimit): Promise<number | null> {
  const statement = 'SELECT UNIX_TIMESTAMP(last_update) AS at FROM mysql.innodb_table_stats WHERE database_name = ? AND table_name = ?';
  const rows = await client.read(statement, [given.schema, given.table], limit);
  return rows.length === 0 ? null : numberOf(first(rows).at);
}

function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}
