/** Ending sessions and statements. A pid alone may have passed to somebody else, so each is bound to when it began. */

import { z } from 'zod';
import { sessionAction } from '../../session/actions/session-action.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { numberOf, type Row, textOf } from '../../session/rows.ts';
import type { PostgresqlClient } from '../client.ts';
import { first, instant, notOurs, who } from '../probes/postgresql-probe.ts';

const moment = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/, 'expected a moment such as 2026-01-31T08:00:00.123456Z');
const pid = z.number().int().min(2).max(4_194_304);

const transactionIsLost = {
  impossible: {
    'zh-CN': '断开的会话不能复原：它未提交的修改已回滚，应用需要重新连接并重做',
    en: 'a session that was ended cannot be brought back: what it had not committed is rolled back, and the application must reconnect and do it again',
  },
} as const;

export const terminateBackend = sessionAction({
  name: 'terminate-backend',
  risk: 'medium',
  arguments: z.strictObject({ pid, backendStart: moment }),
  verifyWithinMs: 10_000,
  summary: (given) => ({ 'zh-CN': `结束会话 PID ${String(given.pid)}`, en: `end the session of pid ${String(given.pid)}` }),
  effect: () => ({
    'zh-CN': '该会话断开，未提交的修改回滚，它持有的锁释放；其他会话不受影响',
    en: 'the session closes, what it had not committed rolls back and its locks go; other sessions are not touched',
  }),
  verification: () => ({ 'zh-CN': '该会话已不在 pg_stat_activity 中', en: 'the session is gone from pg_stat_activity' }),
  async precheck(client: PostgresqlClient, given, limit) {
    const row = await find(client, given, limit);
    if (row === null) return { state: 'already', note: { 'zh-CN': '该会话已经不在', en: 'the session is gone already' } };
    if (textOf(row.backend) !== 'client backend')
      return blocked(`PID ${String(given.pid)} 不是客户端会话`, `pid ${String(given.pid)} is no session of a client`);
    if (textOf(row.application) === 'zhiban') return blocked('这是值班自己的会话', 'that is a session of Zhiban itself');
    return { state: 'ready', before: { who: textOf(row.who), state: textOf(row.state) } };
  },
  isApplied: async (client, given, _before, limit) => (await find(client, given, limit)) === null,
  async apply(client, given, _before, limit) {
    const statement = `SELECT pg_terminate_backend(pid) AS done FROM pg_stat_activity WHERE pid = $1 AND ${instant('backend_start')} = $2`;
    const rows = await client.change(statement, [given.pid, given.backendStart], limit);
    return { 'zh-CN': `已请求结束 ${String(rows.length)} 个会话`, en: `asked ${String(rows.length)} session to end` };
  },
  async verify(client, given, _before, limit) {
    const isMet = (await find(client, given, limit)) === null;
    return {
      isMet,
      note: isMet ? { 'zh-CN': '会话已结束', en: 'the session is gone' } : { 'zh-CN': '会话仍在', en: 'the session is still there' },
    };
  },
  undo: transactionIsLost,
});

export const cancelQuery = sessionAction({
  name: 'cancel-query',
  risk: 'medium',
  arguments: z.strictObject({ pid, backendStart: moment, queryStart: moment }),
  verifyWithinMs: 15_000,
  summary: (given) => ({
    'zh-CN': `取消 PID ${String(given.pid)} 正在执行的语句`,
    en: `cancel the statement that pid ${String(given.pid)} runs`,
  }),
  effect: () => ({
    'zh-CN': '这条语句报错结束，会话保留；其事务中已做的修改由应用决定回滚',
    en: 'the statement ends with an error and the session stays; its transaction must be rolled back by the application',
  }),
  verification: () => ({ 'zh-CN': '该会话不再执行这条语句', en: 'the session no longer runs that statement' }),
  async precheck(client: PostgresqlClient, given, limit) {
    const row = await find(client, given, limit);
    if (row === null || !isRunning(row, given.queryStart))
      return { state: 'already', note: { 'zh-CN': '这条语句已经结束', en: 'that statement has ended already' } };
    if (textOf(row.application) === 'zhiban') return blocked('这是值班自己的语句', 'that is a statement of Zhiban itself');
    return { state: 'ready', before: { who: textOf(row.who), queryStart: given.queryStart } };
  },
  async isApplied(client, given, _before, limit) {
    const row = await find(client, given, limit);
    return row === null || !isRunning(row, given.queryStart);
  },
  async apply(client, given, _before, limit) {
    const statement = `SELECT pg_cancel_backend(pid) AS done FROM pg_stat_activity WHERE pid = $1 AND ${instant('backend_start')} = $2 AND ${instant('query_start')} = $3 AND state = 'active'`;
    const rows = await client.change(statement, [given.pid, given.backendStart, given.queryStart], limit);
    return { 'zh-CN': `已请求取消 ${String(rows.length)} 条语句`, en: `asked for ${String(rows.length)} statement to be cancelled` };
  },
  async verify(client, given, _before, limit) {
    const row = await find(client, given, limit);
    const isMet = row === null || !isRunning(row, given.queryStart);
    return {
      isMet,
      note: isMet ? { 'zh-CN': '语句已结束', en: 'the statement has ended' } : { 'zh-CN': '语句仍在执行', en: 'the statement still runs' },
    };
  },
  undo: {
    impossible: {
      'zh-CN': '取消的语句不能接着执行，应用需要重新提交',
      en: 'a cancelled statement cannot go on; the application must send it again',
    },
  },
});

export const terminateIdleSessions = sessionAction({
  name: 'terminate-idle-sessions',
  risk: 'medium',
  arguments: z.strictObject({
    /** With a `*` at its end, of all whose name goes on with a number: a program may number its connections. */
    application: z.string().max(64),
    login: z.string().min(1).max(63),
    state: z.enum(['idle', 'idle in transaction']).default('idle'),
    idleSeconds: z.number().int().min(1).max(86_400).default(60),
    max: z.number().int().min(1).max(2_000).default(500),
  }),
  verifyWithinMs: 15_000,
  timeoutMs: 20_000,
  summary: (given) => ({
    'zh-CN': `断开 ${given.application || given.login} 中 ${given.state} 超过 ${String(given.idleSeconds)} 秒的会话（至多 ${String(given.max)} 个）`,
    en: `end sessions of ${given.application || given.login} that are ${given.state} for more than ${String(given.idleSeconds)} s (at most ${String(given.max)})`,
  }),
  effect: (given) =>
    given.state === 'idle'
      ? { 'zh-CN': '只断开空闲会话，没有进行中的事务受影响', en: 'only idle sessions close; no open transaction is touched' }
      : { 'zh-CN': '这些会话未提交的修改回滚', en: 'what these sessions have not committed rolls back' },
  verification: () => ({ 'zh-CN': '选中的会话都已不在', en: 'the chosen sessions are gone' }),
  async precheck(client: PostgresqlClient, given, limit) {
    const rows = await chosen(client, given, limit);
    if (rows.length === 0) return { state: 'already', note: { 'zh-CN': '没有符合条件的会话', en: 'no session fits' } };
    const note = { 'zh-CN': `将断开 ${String(rows.length)} 个会话`, en: `${String(rows.length)} sessions will close` };
    return { state: 'ready', before: { sessions: rows.map((row) => `${textOf(row.pid)} ${textOf(row.backend_start)}`) }, note };
  },
  isApplied: async (client, given, before, limit) => (await remaining(client, given, before, limit)).length === 0,
  async apply(client, given, before, limit) {
    const rows = await remaining(client, given, before, limit);
    const statement = `SELECT pg_terminate_backend(pid) AS done FROM pg_stat_activity WHERE pid::text || ' ' || ${instant('backend_start')} = ANY (string_to_array($1, ','))`;
    const keys = rows.map((row) => `${textOf(row.pid)} ${textOf(row.backend_start)}`).join(',');
    const done = await client.change(statement, [keys], limit);
    return { 'zh-CN': `断开了 ${String(done.length)} 个会话`, en: `${String(done.length)} sessions closed` };
  },
  async verify(client, given, before, limit) {
    const left = (await remaining(client, given, before, limit)).length;
    return {
      isMet: left === 0,
      note: { 'zh-CN': `选中的会话剩余 ${String(left)} 个`, en: `${String(left)} of the chosen sessions are left` },
    };
  },
  undo: transactionIsLost,
});

interface Choice {
  readonly application: string;
  readonly login: string;
  readonly state: string;
  readonly idleSeconds: number;
  readonly max: number;
}

function blocked(chinese: string, english: string) {
  return { state: 'blocked', reason: { 'zh-CN': chinese, en: english } } as const;
}

async function find(client: PostgresqlClient, given: { pid: number; backendStart: string }, limit: SessionLimit): Promise<Row | null> {
  const statement = `SELECT ${who} AS who, coalesce(application_name, '') AS application, backend_type AS backend, coalesce(state, '') AS state, ${instant('query_start')} AS query_start
    FROM pg_stat_activity WHERE pid = $1 AND ${instant('backend_start')} = $2`;
  const rows = await client.read(statement, [given.pid, given.backendStart], limit);
  return rows.length === 0 ? null : first(rows);
}

function isRunning(row: Row, queryStart: string): boolean {
  return row.state === 'active' && textOf(row.query_start) === queryStart;
}

const isOfApplication = `CASE WHEN $1 LIKE '_%*'
  THEN left(application_name, length($1) - 1) = left($1, -1) AND substr(application_name, length($1)) ~ '^([0-9]+|[0-9a-f]{4,16})[])]*$'
  ELSE coalesce(application_name, '') = $1 END`;

async function chosen(client: PostgresqlClient, given: Choice, limit: SessionLimit): Promise<readonly Row[]> {
  const statement = `SELECT pid, ${instant('backend_start')} AS backend_start FROM pg_stat_activity
    WHERE backend_type = 'client backend' AND ${notOurs} AND ${isOfApplication} AND usename = $2
      AND (state = $3 OR ($3 = 'idle in transaction' AND state = 'idle in transaction (aborted)')) AND now() - state_change > make_interval(secs => $4)
    ORDER BY state_change LIMIT $5`;
  return await client.read(statement, [given.application, given.login, given.state, given.idleSeconds, given.max], limit);
}

/** Of those that were chosen, the ones that are still there and still fit: who works again by now is left alone. */
async function remaining(
  client: PostgresqlClient,
  given: Choice,
  before: Readonly<Record<string, unknown>>,
  limit: SessionLimit,
): Promise<readonly Row[]> {
  const recorded = new Set(Array.isArray(before.sessions) ? before.sessions.map(String) : []);
  const rows = await chosen(client, { ...given, max: 2_000 }, limit);
  return rows.filter((row) => numberOf(row.pid) > 0 && recorded.has(`${textOf(row.pid)} ${textOf(row.backend_start)}`));
}
