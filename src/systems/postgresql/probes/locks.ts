/** Who waits for whom, followed to the session at the root of the queue. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import type { LocalText } from '../../../domain/text.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { sessionProbe } from '../../session/probe.ts';
import { numberOf, printRows, type Row, rounded, textOf } from '../../session/rows.ts';
import { lockRoots } from '../../sql/lock-roots.ts';
import { lookAgain } from '../../sql/look-again.ts';
import { normaliseQuery } from '../../sql/normalise-query.ts';
import { strongCommandIn } from '../../sql/strong-command.ts';
import { tableIn } from '../../sql/table-in.ts';
import type { PostgresqlClient } from '../client.ts';
import { instant } from './postgresql-probe.ts';
import { readPreparedRoot } from './prepared-root.ts';
import { beginsStrongly, readStrongCommands, strongFacts } from './strong-commands.ts';

/** The waiting ones and everybody that stands in their way; `pg_blocking_pids` is asked for the waiting only, it takes locks itself. */
const statement = `
WITH waiting AS (
  SELECT pid, pg_blocking_pids(pid) AS blockers FROM pg_stat_activity WHERE wait_event_type = 'Lock' LIMIT 200
), involved AS (
  SELECT pid FROM waiting UNION SELECT unnest(blockers) FROM waiting
)
SELECT i.pid, coalesce(w.blockers, '{}')::text AS blockers, coalesce(a.application_name, '') AS application, coalesce(a.usename, '') AS login,
  coalesce(a.backend_type, '') AS backend, coalesce(a.state, '') AS state, coalesce(a.wait_event_type, '') AS wait_type, coalesce(a.wait_event, '') AS wait_event,
  ${instant('a.backend_start')} AS backend_start, ${instant('a.query_start')} AS query_start,
  extract(epoch FROM clock_timestamp() - a.xact_start) AS xact_seconds, extract(epoch FROM clock_timestamp() - a.state_change) AS state_seconds,
  extract(epoch FROM clock_timestamp() - a.query_start) AS query_seconds, left(a.query, 1000) AS query,
  (SELECT string_agg(DISTINCT l.relation::regclass::text || ' ' || l.mode, ',') FROM pg_locks l JOIN pg_class k ON k.oid = l.relation AND k.relkind IN ('r', 'p', 'm')
     WHERE l.pid = i.pid AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND l.mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock') AND k.relnamespace <> 'pg_catalog'::regnamespace) AS held,
  (SELECT string_agg(DISTINCT l.mode, ',') FROM pg_locks l WHERE l.pid = i.pid AND NOT l.granted) AS wanted,
  (SELECT min(l.relation::regclass::text) FROM pg_locks l WHERE l.pid = i.pid AND NOT l.granted AND l.relation IS NOT NULL
     AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS relation
FROM involved i LEFT JOIN pg_stat_activity a ON a.pid = i.pid LEFT JOIN waiting w ON w.pid = i.pid LIMIT 400`;

const mayBlock = `
SELECT 1 FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'
  AND (xact_start < clock_timestamp() - interval '10 seconds' OR (state = 'active' AND ${beginsStrongly}))
UNION ALL SELECT 1 FROM pg_prepared_xacts WHERE prepared < clock_timestamp() - interval '5 seconds' LIMIT 1`;

/** How full the table of locks is that all sessions share, and who holds most of it; what a session notes for itself takes no place in it. */
const shared = `
WITH held AS (SELECT pid, count(*) AS locks FROM pg_locks WHERE NOT fastpath GROUP BY pid)
SELECT (SELECT sum(locks) FROM held) AS held, h.pid, h.locks, coalesce(nullif(a.application_name, ''), a.usename, '') AS who,
  current_setting('max_locks_per_transaction')::int * (current_setting('max_connections')::int + current_setting('max_prepared_transactions')::int) AS places
FROM held h LEFT JOIN pg_stat_activity a ON a.pid = h.pid WHERE h.pid IS DISTINCT FROM pg_backend_pid() ORDER BY h.locks DESC LIMIT 1`;

export const locksProbe = sessionProbe({
  name: 'locks',
  summary: { 'zh-CN': '锁等待：谁在等谁，直到队列的根', en: 'lock waits: who waits for whom, down to the root of the queue' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'lock|block|stuck|hang|slow|timeout|deadlock|latency|锁|阻塞|卡住|超时|慢|死锁',
  query: "SELECT pid, pg_blocking_pids(pid), state, query FROM pg_stat_activity WHERE wait_event_type = 'Lock'",
  async see(client: PostgresqlClient, _given, limit) {
    const rows = await readWaits(client, limit);
    const [most] = await client.read(shared, [], limit);
    const strong = await readStrongCommands(client, limit);
    const queue = lockFacts(rows.map(sessionOf));
    const prepared = await readPreparedRoot(client, queue['locks.root.isPrepared'] === true, limit);
    const facts: Facts = { ...queue, ...prepared, ...lockTableFacts(most), ...strongFacts(strong) };
    const root = rootName(facts);
    return {
      headline: {
        'zh-CN':
          facts['locks.waiting'] === 0
            ? '没有会话在等锁'
            : `${String(facts['locks.waiting'])} 个会话在等锁，最久 ${String(facts['locks.longestWaitSeconds'])} 秒；根源是 ${root['zh-CN']}`,
        en:
          facts['locks.waiting'] === 0
            ? 'nobody waits for a lock'
            : `${String(facts['locks.waiting'])} sessions wait for locks, the longest for ${String(facts['locks.longestWaitSeconds'])} s; at the root is ${root.en}`,
      },
      facts,
      text: printRows([...rows, ...strong].map((row) => ({ ...row, query: normaliseQuery(textOf(row.query), 'postgresql') }))),
    };
  },
});

/** A prepared transaction has no session, but a name of its own. */
function rootName(facts: Facts): LocalText {
  const gid = facts['locks.root.gid'];
  if (typeof gid === 'string') return { 'zh-CN': `预备事务 ${gid}`, en: `the prepared transaction ${gid}` };
  const [who, pid, state] = ['who', 'pid', 'state'].map((name) => String(facts[`locks.root.${name}`]));
  return { 'zh-CN': `${who}（PID ${pid}，${state}）`, en: `${who} (pid ${pid}, ${state})` };
}

/**
 * Whoever gives up after a moment and tries again later waits only now and then: beside an old transaction, or a command that locks a whole
 * table, it takes several looks.
 */
async function readWaits(client: PostgresqlClient, limit: SessionLimit): Promise<readonly Row[]> {
  const rows = await client.read(statement, [], limit);
  if (rows.length > 0 || (await client.read(mayBlock, [], limit)).length === 0) return rows;
  return await lookAgain(
    () => client.read(statement, [], limit),
    (seen) => seen.length > 0,
    limit.signal,
  );
}

/** Pure. Nobody but us holds a lock where there is no row. */
export function lockTableFacts(most: Row | undefined): Facts {
  const places = numberOf(most?.places);
  return {
    'locks.held': numberOf(most?.held),
    'locks.places': places,
    'locks.heldRatio': places === 0 ? 0 : rounded(numberOf(most?.held) / places),
    'locks.most.pid': numberOf(most?.pid),
    'locks.most.who': textOf(most?.who),
    'locks.most.count': numberOf(most?.locks),
    // It was answered: no error stands in its place.
    'answer.code': '',
    'answer.reason': '',
  };
}

export interface LockSession {
  readonly pid: number;
  readonly blockers: readonly number[];
  readonly application: string;
  readonly login: string;
  readonly backend: string;
  readonly state: string;
  readonly backendStart: string;
  readonly queryStart: string;
  readonly transactionSeconds: number;
  readonly stateSeconds: number;
  readonly querySeconds: number;
  readonly query: string;
  readonly wanted: string;
  readonly relation: string;
  /** What it holds strongly: `orders AccessExclusiveLock`, with commas between. */
  readonly held: string;
}

function sessionOf(row: Row): LockSession {
  const blockers = textOf(row.blockers).match(/\d+/g) ?? [];
  return {
    pid: numberOf(row.pid),
    blockers: blockers.map(Number),
    application: textOf(row.application),
    login: textOf(row.login),
    backend: textOf(row.backend),
    state: textOf(row.state),
    backendStart: textOf(row.backend_start),
    queryStart: textOf(row.query_start),
    transactionSeconds: rounded(numberOf(row.xact_seconds)),
    stateSeconds: rounded(numberOf(row.state_seconds)),
    querySeconds: rounded(numberOf(row.query_seconds)),
    query: normaliseQuery(textOf(row.query), 'postgresql'),
    wanted: textOf(row.wanted),
    relation: textOf(row.relation),
    held: textOf(row.held),
  };
}

/** Pure. A root blocks others and waits for nobody; pid 0 stands for a prepared transaction, which has no session. */
export function lockFacts(sessions: readonly LockSession[]): Facts {
  const byPid = new Map(sessions.map((session) => [session.pid, session]));
  const waiting = sessions.filter(({ blockers }) => blockers.length > 0);
  const roots = lockRoots(sessions.map(({ pid, blockers }) => ({ id: pid, blockers })));
  const [rootPid, waiters] = roots[0] ?? [-1, 0];
  const root = byPid.get(rootPid);
  const longest = [...waiting].sort((one, other) => other.querySeconds - one.querySeconds)[0];
  const ddl = waiting.find(({ wanted }) => /AccessExclusive/.test(wanted));
  const isDirect = waiting.some(({ blockers, pid }) => blockers.includes(rootPid) && pid !== ddl?.pid);
  const table = longest === undefined ? null : longest.relation || tableIn(longest.query) || null;
  return {
    'locks.waiting': waiting.length,
    'locks.longestWaitSeconds': longest?.querySeconds ?? 0,
    'locks.longestWaitQuery': longest?.query ?? '',
    'locks.relation': longest?.relation ?? '',
    'locks.roots': roots.length,
    'locks.root.pid': rootPid === -1 ? null : rootPid,
    'locks.root.isPrepared': rootPid === 0,
    'locks.root.isIdle': root?.state.startsWith('idle in transaction') ?? false,
    'locks.root.state': rootPid === 0 ? 'prepared transaction' : (root?.state ?? ''),
    'locks.root.who': root === undefined ? '' : root.application || root.login || root.backend,
    'locks.root.login': root?.login ?? '',
    'locks.root.backend': root?.backend ?? '',
    'locks.root.backendStart': root?.backendStart ?? '',
    'locks.root.queryStart': root?.queryStart ?? '',
    // Nobody knows how old it is that has no session.
    'locks.root.transactionSeconds': root?.transactionSeconds ?? null,
    'locks.root.stateSeconds': root?.stateSeconds ?? null,
    'locks.root.query': root?.query ?? '',
    'locks.root.waiters': waiters,
    // Who waits for a row waits for the end of the other transaction: the table is told by its statement.
    'locks.root.table': table,
    ...strongRootFacts(root, table),
    'locks.ddl.isWaiting': ddl !== undefined,
    'locks.ddl.command': (ddl === undefined ? null : strongCommandIn(ddl.query, 'postgresql'))?.command ?? 'ACCESS EXCLUSIVE',
    'locks.ddl.pid': ddl?.pid ?? null,
    'locks.ddl.backendStart': ddl?.backendStart ?? '',
    'locks.ddl.queryStart': ddl?.queryStart ?? '',
    'locks.ddl.query': ddl?.query ?? '',
    'locks.ddl.relation': ddl?.relation ?? '',
    // Those that would not wait at all, were it not for the waiting change of the schema.
    'locks.ddl.queue': ddl === undefined ? 0 : waiting.filter(({ blockers }) => blockers.includes(ddl.pid)).length,
    'locks.root.blocksDirectly': isDirect,
  };
}

/** What locks a whole table: the command that still runs, or, where a function or a script hides it, the lock itself. */
function strongRootFacts(root: LockSession | undefined, table: string | null): Facts {
  const isWorking = root?.state === 'active';
  const strong = root !== undefined && isWorking ? strongCommandIn(root.query, 'postgresql') : null;
  const isExclusive = isWorking && root.held.split(',').includes(`${table ?? ''} AccessExclusiveLock`);
  return {
    'locks.root.command': strong?.command ?? (isExclusive ? 'ACCESS EXCLUSIVE' : ''),
    'locks.root.object': strong?.object || (strong !== null || isExclusive ? table : ''),
  };
}
