/** Ending connections and statements. Ids are never given twice while a server runs; user and host say that it is still the same. */

import { z } from 'zod';
import { sessionAction } from '../../session/actions/session-action.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { numberOf, type Row, textOf } from '../../session/rows.ts';
import type { MysqlClient } from '../client.ts';
import { systemUsers, tolerant } from '../probes/mysql-probe.ts';

const identity = { id: z.number().int().min(1), login: z.string().min(1).max(80), host: z.string().min(1).max(260) };

const transactionIsLost = {
  impossible: {
    'zh-CN': '断开的连接不能复原：它未提交的修改已回滚，应用需要重新连接并重做',
    en: 'a connection that was killed cannot be brought back: what it had not committed is rolled back, and the application must reconnect and do it again',
  },
} as const;

export const killConnection = sessionAction({
  name: 'kill-connection',
  risk: 'medium',
  arguments: z.strictObject(identity),
  verifyWithinMs: 15_000,
  summary: (given) => ({
    'zh-CN': `结束连接 ${String(given.id)}（${given.login}@${given.host}）`,
    en: `kill connection ${String(given.id)} (${given.login}@${given.host})`,
  }),
  effect: () => ({
    'zh-CN': '该连接断开，未提交的修改回滚（改得多时回滚也久），它持有的锁随之释放',
    en: 'the connection closes, what it had not committed rolls back (the longer, the more it changed), and its locks go',
  }),
  verification: () => ({ 'zh-CN': '该连接已不在 PROCESSLIST 中', en: 'the connection is gone from the process list' }),
  async precheck(client: MysqlClient, given, limit) {
    const row = await find(client, given, limit);
    if (row === null || isEnding(row))
      return { state: 'already', note: { 'zh-CN': '该连接已经不在，或正在结束', en: 'the connection is gone already, or ending' } };
    if (isServers(row))
      return { state: 'blocked', reason: { 'zh-CN': '这是复制或系统线程', en: 'that is a thread of replication or of the server' } };
    return { state: 'ready', before: { command: textOf(row.command), seconds: numberOf(row.seconds) } };
  },
  isApplied: async (client, given, _before, limit) => isEnding(await find(client, given, limit)),
  async apply(client, given, _before, limit) {
    if (!isEnding(await find(client, given, limit))) await client.change(`KILL CONNECTION ${String(given.id)}`, [], limit);
    return { 'zh-CN': '已请求结束', en: 'asked for it to end' };
  },
  async verify(client, given, _before, limit) {
    const isMet = (await find(client, given, limit)) === null;
    return {
      isMet,
      note: isMet
        ? { 'zh-CN': '连接已断开', en: 'the connection is gone' }
        : { 'zh-CN': '连接仍在（可能正在回滚）', en: 'the connection is still there, perhaps rolling back' },
    };
  },
  undo: transactionIsLost,
});

export const killQuery = sessionAction({
  name: 'kill-query',
  risk: 'medium',
  arguments: z.strictObject({ ...identity, atLeastSeconds: z.number().int().min(1).max(86_400).default(1) }),
  verifyWithinMs: 20_000,
  summary: (given) => ({
    'zh-CN': `结束连接 ${String(given.id)}（${given.login}）正在执行的语句`,
    en: `kill the statement that connection ${String(given.id)} (${given.login}) runs`,
  }),
  effect: () => ({
    'zh-CN': '这条语句报错结束并回滚它自己的修改，连接与事务保留',
    en: 'the statement ends with an error and takes back its own changes; connection and transaction stay',
  }),
  verification: () => ({ 'zh-CN': '该连接不再执行这条语句', en: 'the connection no longer runs that statement' }),
  async precheck(client: MysqlClient, given, limit) {
    const row = await find(client, given, limit);
    if (row === null || !isRunning(row, given.atLeastSeconds))
      return { state: 'already', note: { 'zh-CN': '这条语句已经结束', en: 'that statement has ended already' } };
    if (isServers(row))
      return { state: 'blocked', reason: { 'zh-CN': '这是复制或系统线程', en: 'that is a thread of replication or of the server' } };
    return { state: 'ready', before: { seconds: numberOf(row.seconds) } };
  },
  isApplied: async (client, given, before, limit) => !isSameStatement(await find(client, given, limit), before),
  async apply(client, given, before, limit) {
    if (isSameStatement(await find(client, given, limit), before)) await client.change(`KILL QUERY ${String(given.id)}`, [], limit);
    return { 'zh-CN': '已请求结束', en: 'asked for it to end' };
  },
  async verify(client, given, before, limit) {
    const isMet = !isSameStatement(await find(client, given, limit), before);
    return {
      isMet,
      note: isMet
        ? { 'zh-CN': '语句已结束', en: 'the statement has ended' }
        : { 'zh-CN': '语句仍在（可能正在回滚）', en: 'the statement is still there, perhaps rolling back' },
    };
  },
  undo: {
    impossible: {
      'zh-CN': '结束的语句不能接着执行，应用需要重新提交',
      en: 'a killed statement cannot go on; the application must send it again',
    },
  },
});

export const killIdleConnections = sessionAction({
  name: 'kill-idle-connections',
  risk: 'medium',
  arguments: z.strictObject({
    login: z.string().min(1).max(80),
    address: z.string().min(1).max(255),
    idleSeconds: z.number().int().min(1).max(86_400).default(60),
    max: z.number().int().min(1).max(2_000).default(500),
  }),
  verifyWithinMs: 15_000,
  timeoutMs: 30_000,
  summary: (given) => ({
    'zh-CN': `断开 ${given.login}@${given.address} 睡眠超过 ${String(given.idleSeconds)} 秒的连接（至多 ${String(given.max)} 个）`,
    en: `kill connections of ${given.login}@${given.address} that sleep for more than ${String(given.idleSeconds)} s (at most ${String(given.max)})`,
  }),
  effect: () => ({ 'zh-CN': '只断开睡眠且没有打开事务的连接', en: 'only connections that sleep and have no transaction open' }),
  verification: () => ({ 'zh-CN': '选中的连接都已不在', en: 'the chosen connections are gone' }),
  async precheck(client: MysqlClient, given, limit) {
    const ids = await chosen(client, given, limit);
    if (ids.length === 0) return { state: 'already', note: { 'zh-CN': '没有符合条件的连接', en: 'no connection fits' } };
    const note = { 'zh-CN': `将断开 ${String(ids.length)} 个连接`, en: `${String(ids.length)} connections will close` };
    return { state: 'ready', before: { ids }, note };
  },
  isApplied: async (client, given, before, limit) => (await remaining(client, given, before, limit)).length === 0,
  async apply(client, given, before, limit) {
    let count = 0;
    for (const id of await remaining(client, given, before, limit)) {
      // One that went by itself meanwhile is no failure.
      if ((await tolerant(client.change(`KILL CONNECTION ${String(id)}`, [], limit))) !== null) count += 1;
    }
    return { 'zh-CN': `断开了 ${String(count)} 个连接`, en: `${String(count)} connections closed` };
  },
  async verify(client, given, before, limit) {
    const left = (await remaining(client, given, before, limit)).length;
    return {
      isMet: left === 0,
      note: { 'zh-CN': `选中的连接剩余 ${String(left)} 个`, en: `${String(left)} of the chosen connections are left` },
    };
  },
  undo: transactionIsLost,
});

async function find(client: MysqlClient, given: { id: number; login: string; host: string }, limit: SessionLimit): Promise<Row | null> {
  const statement = `SELECT USER AS login, COMMAND AS command, TIME AS seconds, LEFT(COALESCE(INFO, ''), 200) AS query
    FROM information_schema.PROCESSLIST WHERE ID = ? AND USER = ? AND HOST = ? AND ID <> CONNECTION_ID()`;
  const rows = await client.read(statement, [given.id, given.login, given.host], limit);
  return rows[0] ?? null;
}

/** It has been told to end; until it has rolled back it is still there, with its locks. */
function isEnding(row: Row | null): boolean {
  return row === null || row.command === 'Killed';
}

function isServers(row: Row): boolean {
  return /^(system user|event_scheduler)$/.test(textOf(row.login)) || /^(Binlog Dump|Daemon|Slave)/.test(textOf(row.command));
}

function isRunning(row: Row, atLeastSeconds: number): boolean {
  return row.command !== 'Sleep' && !isEnding(row) && numberOf(row.seconds) >= atLeastSeconds;
}

/** A later statement of the same connection has run for less than the one that was meant. */
function isSameStatement(row: Row | null, before: Readonly<Record<string, unknown>>): boolean {
  return row !== null && row.command !== 'Sleep' && !isEnding(row) && numberOf(row.seconds) >= numberOf(before.seconds);
}

interface Choice {
  readonly login: string;
  readonly address: string;
  readonly idleSeconds: number;
  readonly max: number;
}

async function chosen(client: MysqlClient, given: Choice, limit: SessionLimit): Promise<readonly number[]> {
  const statement = `SELECT ID AS id FROM information_schema.PROCESSLIST WHERE USER = ? AND SUBSTRING_INDEX(HOST, ':', 1) = ? AND COMMAND = 'Sleep' AND TIME >= ?
    AND ID <> CONNECTION_ID() AND USER NOT IN ${systemUsers} AND ID NOT IN (SELECT trx_mysql_thread_id FROM information_schema.INNODB_TRX) ORDER BY TIME DESC LIMIT ?`;
  return (await client.read(statement, [given.login, given.address, given.idleSeconds, given.max], limit)).map((row) => numberOf(row.id));
}

/** Of those that were chosen, the ones that are still there and still sleep: who works again by now is left alone. */
async function remaining(
  client: MysqlClient,
  given: Choice,
  before: Readonly<Record<string, unknown>>,
  limit: SessionLimit,
): Promise<readonly number[]> {
  const recorded = new Set(Array.isArray(before.ids) ? before.ids.map(Number) : []);
  return (await chosen(client, { ...given, max: 2_000 }, limit)).filter((id) => recorded.has(id));
}
