/** Who holds the connections, in which state, and how near the limits are. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { sessionProbe } from '../../session/probe.ts';
import { numberOf, printRows, type Row, ratioOf, textOf } from '../../session/rows.ts';
import type { MysqlClient } from '../client.ts';
import { numberIn, readStatus, readVariables, systemUsers, tolerant } from './mysql-probe.ts';

/** One row per origin, so that a thousand sessions are ten rows. Threads of replication are none of them. */
const groups = `
SELECT USER AS login, SUBSTRING_INDEX(HOST, ':', 1) AS address, COUNT(*) AS sessions, SUM(COMMAND = 'Sleep') AS sleeping,
  SUM(COMMAND = 'Sleep' AND TIME >= ?) AS resting, SUM(COMMAND NOT IN ('Sleep', 'Daemon', 'Binlog Dump', 'Binlog Dump GTID')) AS active, MAX(TIME) AS longest
FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID() AND USER NOT IN ${systemUsers}
GROUP BY USER, SUBSTRING_INDEX(HOST, ':', 1) ORDER BY sessions DESC LIMIT 200`;

/** Accounts with a limit of their own, which comes before that of all; MAX since one login may have several hosts. */
const ownLimits = `
SELECT User AS login, MAX(max_user_connections) AS limited FROM mysql.user WHERE max_user_connections > 0 GROUP BY User LIMIT 500`;

/** A transaction that is open while its session sleeps. */
const forgotten = `
SELECT p.USER AS login, COUNT(*) AS sessions FROM information_schema.INNODB_TRX t JOIN information_schema.PROCESSLIST p ON p.ID = t.trx_mysql_thread_id
WHERE p.COMMAND = 'Sleep' AND p.TIME >= 1 GROUP BY p.USER ORDER BY sessions DESC LIMIT 20`;

const variableNames = [
  'max_connections',
  'max_user_connections',
  'wait_timeout',
  'interactive_timeout',
  'thread_cache_size',
  'back_log',
  'max_connect_errors',
  'extra_max_connections',
];
const statusNames = [
  'Threads_connected', 'Threads_running', 'Threads_cached', 'Max_used_connections', 'Aborted_connects', 'Aborted_clients', 'Connections',
  'Connection_errors_max_connections', 'Uptime',
]; // biome-ignore format: a table of names

export const connectionsProbe = sessionProbe({
  name: 'connections',
  summary: { 'zh-CN': '连接数：来自谁、什么状态、离上限多远', en: 'connections by origin and state, and how near the limits are' },
  parameters: z.strictObject({ restingSeconds: z.number().int().min(1).max(86_400).default(10) }),
  cost: 'cheap',
  hints: 'connection|pool|too many connections|1040|max_connections|aborted|连接数|连接池|连接耗尽',
  query: "SELECT USER, HOST, COUNT(*), SUM(COMMAND = 'Sleep') FROM information_schema.PROCESSLIST GROUP BY 1, 2; SHOW GLOBAL STATUS",
  async see(client: MysqlClient, given, limit) {
    const variables = await readVariables(client, variableNames, limit);
    const status = await readStatus(client, statusNames, limit);
    const rows = await client.read(groups, [given.restingSeconds], limit);
    const open = await tolerant(client.read(forgotten, [], limit));
    const limits = await tolerant(client.read(ownLimits, [], limit));
    const facts: Facts = {
      ...connectionFacts(variables, status, rows, open ?? [], limits ?? []),
      'connections.isOwnLimitKnown': limits !== null,
    };
    const top = String(facts['connections.topGroup']);
    return {
      headline: {
        'zh-CN': `连接 ${String(facts['connections.used'])} / ${String(facts['connections.max'])}，在执行 ${String(facts['connections.running'])}，事务中空闲 ${String(facts['connections.idleInTransaction'])}${top === '' ? '' : `，最多来自 ${top}：${String(facts['connections.topGroupCount'])}`}`,
        en: `${String(facts['connections.used'])} of ${String(facts['connections.max'])} connections, ${String(facts['connections.running'])} running, ${String(facts['connections.idleInTransaction'])} idle in transaction${top === '' ? '' : `, most from ${top}: ${String(facts['connections.topGroupCount'])}`}`,
      },
      facts,
      text: `${printRows(rows)}\n${[...status].map(([name, value]) => `${name} ${value}`).join('\n')}`,
    };
  },
  onFailure: (failure) => (failure.problem === 'limit' ? { 'connections.isRefused': true } : {}),
});

/** Pure: settings, counters and rows by origin in, facts out. */
export function connectionFacts(
  variables: ReadonlyMap<string, string>,
  status: ReadonlyMap<string, string>,
  rows: readonly Row[],
  open: readonly Row[],
  limits: readonly Row[] = [],
): Facts {
  const max = Math.max(1, numberIn(variables, 'max_connections'));
  const used = numberIn(status, 'Threads_connected');
  const [top] = rows;
  const fullest = fullestAccount(rows, limits, numberIn(variables, 'max_user_connections'));
  const idleInTransaction = open.reduce((sum, row) => sum + numberOf(row.sessions), 0);
  const hours = Math.max(1, numberIn(status, 'Uptime') / 3_600);
  return {
    'connections.isRefused': false,
    'connections.max': max,
    'connections.used': used,
    'connections.usedRatio': ratioOf(used, max),
    'connections.suggestedMax': max * 2,
    'connections.highWater': numberIn(status, 'Max_used_connections'),
    'connections.running': numberIn(status, 'Threads_running'),
    'connections.runningRatio': ratioOf(numberIn(status, 'Threads_running'), max),
    'connections.idleInTransaction': idleInTransaction,
    'connections.idleInTransactionRatio': ratioOf(idleInTransaction, max),
    'connections.idleInTransactionLogin': textOf(open[0]?.login),
    'connections.refused': numberIn(status, 'Connection_errors_max_connections'),
    'connections.abortedConnectsTotal': numberIn(status, 'Aborted_connects'),
    'connections.abortedConnectsPerHour': Math.round(numberIn(status, 'Aborted_connects') / hours),
    'connections.abortedClientsPerHour': Math.round(numberIn(status, 'Aborted_clients') / hours),
    'connections.waitTimeoutSeconds': numberIn(variables, 'wait_timeout'),
    'connections.topGroup': top === undefined ? '' : `${textOf(top.login)}@${textOf(top.address)}`,
    'connections.topLogin': textOf(top?.login),
    'connections.topAddress': textOf(top?.address),
    'connections.topGroupCount': numberOf(top?.sessions),
    'connections.topGroupShare': ratioOf(numberOf(top?.sessions), used),
    'connections.topGroupSleeping': numberOf(top?.sleeping),
    'connections.topGroupSleepingShare': ratioOf(numberOf(top?.sleeping), numberOf(top?.sessions)),
    'connections.userMax': fullest.max,
    'connections.userFullest': fullest.login,
    'connections.userRatio': ratioOf(fullest.sessions, fullest.max),
  };
}

/** The account that is nearest to what it may have; a limit of 0 is none. */
function fullestAccount(
  rows: readonly Row[],
  limits: readonly Row[],
  everybody: number,
): { readonly login: string; readonly sessions: number; readonly max: number } {
  const own = new Map(limits.map((row) => [textOf(row.login), numberOf(row.limited)]));
  const perLogin = new Map<string, number>();
  for (const row of rows) perLogin.set(textOf(row.login), (perLogin.get(textOf(row.login)) ?? 0) + numberOf(row.sessions));
  const accounts = [...perLogin].map(([login, sessions]) => ({ login, sessions, max: own.get(login) ?? everybody }));
  const near = (each: { readonly sessions: number; readonly max: number }): number => (each.max > 0 ? each.sessions / each.max : 0);
  accounts.sort((one, other) => near(other) - near(one) || other.sessions - one.sessions);
  return accounts[0] ?? { login: '', sessions: 0, max: everybody };
}
