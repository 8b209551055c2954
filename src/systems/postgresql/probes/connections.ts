/** Who holds the connections, in which state, and how near the limits are. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { sessionProbe } from '../../session/probe.ts';
import { numberOf, printRows, type Row, ratioOf, textOf } from '../../session/rows.ts';
import type { PostgresqlClient } from '../client.ts';
import { first, notOurs } from './postgresql-probe.ts';

const limits = `
SELECT current_setting('max_connections')::int AS max,
  current_setting('superuser_reserved_connections')::int + coalesce(current_setting('reserved_connections', true)::int, 0) AS reserved,
  (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS used,
  (SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep') AS sync_waiting`;

/** One row per origin and state, so that a thousand sessions are ten rows. */
const groups = `
SELECT coalesce(nullif(application_name, ''), '') AS application, coalesce(usename, '') AS login, coalesce(datname, '') AS database,
  coalesce(host(client_addr), 'local') AS address, coalesce(state, 'hidden') AS state, count(*) AS sessions,
  max(extract(epoch FROM now() - state_change)) AS longest, count(*) FILTER (WHERE now() - state_change > make_interval(secs => $1)) AS resting
FROM pg_stat_activity WHERE backend_type = 'client backend' AND ${notOurs}
GROUP BY 1, 2, 3, 4, 5 ORDER BY sessions DESC LIMIT 200`;

/** Limits of one login or one database are reached while the server has room. */
const narrow = `
SELECT 'role' AS kind, rolname AS name, rolconnlimit AS max, (SELECT count(*) FROM pg_stat_activity a WHERE a.usename = r.rolname) AS used,
  (SELECT count(*) FROM pg_stat_activity a WHERE a.usename = r.rolname AND a.state LIKE 'idle in transaction%') AS in_transaction
FROM pg_roles r WHERE rolconnlimit > 0 AND NOT rolsuper
UNION ALL
SELECT 'database', datname, datconnlimit, (SELECT count(*) FROM pg_stat_activity a WHERE a.datname = d.datname),
  (SELECT count(*) FROM pg_stat_activity a WHERE a.datname = d.datname AND a.state LIKE 'idle in transaction%')
FROM pg_database d WHERE datconnlimit > 0
ORDER BY 4 DESC LIMIT 50`;

export const connectionsProbe = sessionProbe({
  name: 'connections',
  summary: { 'zh-CN': '连接数：来自谁、什么状态、离上限多远', en: 'connections by origin and state, and how near the limits are' },
  parameters: z.strictObject({ restingSeconds: z.number().int().min(1).max(86_400).default(10) }),
  cost: 'cheap',
  hints: 'connection|pool|too many clients|remaining connection slots|max_connections|连接数|连接池|连接耗尽',
  query: 'SELECT application_name, usename, client_addr, state, count(*) FROM pg_stat_activity GROUP BY 1, 2, 3, 4',
  async see(client: PostgresqlClient, given, limit) {
    const total = first(await client.read(limits, [], limit));
    const rows = await client.read(groups, [given.restingSeconds], limit);
    const narrowed = await client.read(narrow, [], limit);
    const facts = connectionFacts(total, rows, narrowed);
    const top = String(facts['connections.topGroup']);
    return {
      headline: {
        'zh-CN': `连接 ${String(facts['connections.used'])} / ${String(facts['connections.usable'])}（另保留 ${String(facts['connections.reserved'])}），活动 ${String(facts['connections.active'])}，事务中空闲 ${String(facts['connections.idleInTransaction'])}${top === '' ? '' : `，最多来自 ${top}：${String(facts['connections.topGroupCount'])}`}`,
        en: `${String(facts['connections.used'])} of ${String(facts['connections.usable'])} connections (${String(facts['connections.reserved'])} more are reserved), ${String(facts['connections.active'])} active, ${String(facts['connections.idleInTransaction'])} idle in transaction${top === '' ? '' : `, most from ${top}: ${String(facts['connections.topGroupCount'])}`}`,
      },
      facts,
      text: `${printRows(rows)}\n${printRows(narrowed)}`,
    };
  },
  onFailure: (failure) => (failure.problem === 'limit' ? { 'connections.isRefused': true } : {}),
});

interface Group {
  readonly application: string;
  readonly login: string;
  readonly address: string;
  /** The application names in it. */
  readonly names: Set<string>;
  count: number;
  idle: number;
  resting: number;
  inTransaction: number;
  active: number;
}

/** Pure: rows by origin and state in, facts out. */
export function connectionFacts(total: Row, rows: readonly Row[], narrowed: readonly Row[]): Facts {
  const max = numberOf(total.max);
  const usable = Math.max(1, max - numberOf(total.reserved));
  const used = numberOf(total.used);
  const sum = (state: RegExp): number =>
    rows.filter((row) => state.test(textOf(row.state))).reduce((count, row) => count + numberOf(row.sessions), 0);
  const top = topGroup(rows);
  const tightest = tightestOf(narrowed);
  return {
    'connections.isRefused': false,
    'connections.max': max,
    'connections.reserved': numberOf(total.reserved),
    'connections.usable': usable,
    'connections.used': used,
    'connections.usedRatio': ratioOf(used, usable),
    'connections.active': sum(/^(active|fastpath)/),
    'connections.activeRatio': ratioOf(sum(/^(active|fastpath)/), usable),
    'connections.idle': sum(/^idle$/),
    'connections.idleInTransaction': sum(/^idle in transaction/),
    'connections.idleInTransactionRatio': ratioOf(sum(/^idle in transaction/), usable),
    'connections.aborted': sum(/aborted/),
    'connections.hidden': sum(/^hidden$/),
    'connections.syncWaiting': numberOf(total.sync_waiting),
    'connections.topGroup': top === null ? '' : `${top.application || top.login}@${top.address}`,
    'connections.topApplication': top?.application ?? '',
    'connections.topLogin': top?.login ?? '',
    'connections.topGroupCount': top?.count ?? 0,
    'connections.topGroupShare': ratioOf(top?.count ?? 0, used),
    'connections.topGroupIdle': top?.idle ?? 0,
    'connections.topGroupResting': top?.resting ?? 0,
    'connections.topGroupIdleShare': ratioOf(top?.idle ?? 0, top?.count ?? 0),
    'connections.topGroupInTransactionShare': ratioOf(top?.inTransaction ?? 0, top?.count ?? 0),
    'connections.topGroupActiveShare': ratioOf(top?.active ?? 0, top?.count ?? 0),
    'connections.narrowKind': tightest?.kind ?? '',
    'connections.narrowName': tightest?.name ?? '',
    'connections.narrowMax': tightest?.max ?? 0,
    'connections.narrowRatio': tightest?.ratio ?? 0,
    'connections.narrowRaised': tightest === null ? 0 : raised(tightest.max, usable - used),
    'connections.narrowInTransactionShare': tightest?.inTransactionShare ?? 0,
  };
}

/** The login or the database that is nearest to a limit of its own. */
function tightestOf(narrowed: readonly Row[]) {
  const found = narrowed.map((row) => ({
    kind: textOf(row.kind),
    name: textOf(row.name),
    max: numberOf(row.max),
    ratio: ratioOf(numberOf(row.used), numberOf(row.max)),
    inTransactionShare: ratioOf(numberOf(row.in_transaction), numberOf(row.used)),
  }));
  return found.sort((one, other) => other.ratio - one.ratio)[0] ?? null;
}

/** Twice as many, as far as half of the room that the server has left reaches: the limit is there so that the others get in. */
function raised(max: number, room: number): number {
  return max + Math.min(max, Math.max(0, Math.floor(room / 2)));
}

/** Fewer names that differ in their number are no crowd. */
const alikeMin = 3;

/** `report-1`, `sidekiq 7.2 worker [3]`, `api-7f9c4d`: what a program calls its connections one by one. */
function stemOf(application: string): string {
  return application.replace(/(?:\d+|(?<=[^a-z\d])(?=[a-z]*\d)[\da-f]{4,16})[\])]*$/, '');
}

/** The largest group of one origin; a program that numbers its connections is one. */
function topGroup(rows: readonly Row[]): Group | null {
  const exact = groupsOf(rows, (name) => name);
  const alike = groupsOf(rows, stemOf).filter(({ names, application }) => names.size >= alikeMin && application !== '');
  const largest = [...exact, ...alike].sort((one, other) => other.count - one.count)[0];
  return largest === undefined ? null : largest.names.size < alikeMin ? largest : { ...largest, application: `${largest.application}*` };
}

function groupsOf(rows: readonly Row[], nameOf: (application: string) => string): readonly Group[] {
  const found = new Map<string, Group>();
  for (const row of rows) {
    const name = textOf(row.application);
    const origin = { application: nameOf(name), login: textOf(row.login), address: textOf(row.address) };
    const key = JSON.stringify(origin);
    const group = found.get(key) ?? { ...origin, names: new Set(), count: 0, idle: 0, resting: 0, inTransaction: 0, active: 0 };
    const sessions = numberOf(row.sessions);
    group.names.add(name);
    group.count += sessions;
    if (row.state === 'idle') group.idle += sessions;
    if (row.state === 'idle') group.resting += numberOf(row.resting);
    if (textOf(row.state).startsWith('idle in')) group.inTransaction += sessions;
    if (row.state === 'active') group.active += sessions;
    found.set(key, group);
  }
  return [...found.values()];
}
