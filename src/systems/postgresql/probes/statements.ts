/** What runs now and for how long, and where the time of the last moment went. */

import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { SessionFailure, type SessionLimit } from '../../session/failure.ts';
import { sessionProbe } from '../../session/probe.ts';
import { numberOf, printRows, type Row, ratioOf, rounded, textOf } from '../../session/rows.ts';
import { normaliseQuery } from '../../sql/normalise-query.ts';
import type { PostgresqlClient } from '../client.ts';
import { readFilter } from './filters.ts';
import { first, instant, notOurs, who } from './postgresql-probe.ts';

const active = `
SELECT pid, ${who} AS who, coalesce(usename, '') AS login, ${instant('backend_start')} AS backend_start, ${instant('query_start')} AS query_start,
  extract(epoch FROM clock_timestamp() - query_start) AS seconds, coalesce(wait_event_type, '') AS wait_type, coalesce(wait_event, '') AS wait_event,
  left(query, 3000) AS query
FROM pg_stat_activity WHERE state = 'active' AND backend_type = 'client backend' AND ${notOurs} ORDER BY query_start LIMIT 300`;

const tracked =
  "SELECT n.nspname AS schema FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE extname = 'pg_stat_statements'";

const sampleMs = 1_000;

export const statementsProbe = sessionProbe({
  name: 'statements',
  summary: { 'zh-CN': '正在执行的语句、最慢与最耗时的语句', en: 'statements that run now, the slowest and the costliest' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'slow|query|statement|sql|latency|cpu|load|timeout|慢|查询|语句|负载|超时|延迟',
  query: "SELECT pid, now() - query_start, wait_event, query FROM pg_stat_activity WHERE state = 'active'; pg_stat_statements, twice",
  async see(client: PostgresqlClient, _given, limit) {
    const rows = await client.read(active, [], limit);
    const schema = textOf(first(await client.read(tracked, [], limit)).schema);
    const costly = schema === '' ? null : await sampleStatements(client, schema, limit);
    const running = rows.filter((row) => row.wait_type !== 'Lock').map(({ query }) => textOf(query));
    const filter = await readFilter(client, [costly?.text ?? '', ...running], limit);
    const facts = { ...activeFacts(rows), ...costlyFacts(costly), ...filter };
    const longest = String(facts['statements.longest.query']);
    return {
      headline: {
        'zh-CN': `正在执行 ${String(facts['statements.active'])} 条语句，最久 ${String(facts['statements.longest.seconds'])} 秒${longest === '' ? '' : `：${longest}`}`,
        en: `${String(facts['statements.active'])} statements run, the longest for ${String(facts['statements.longest.seconds'])} s${longest === '' ? '' : `: ${longest}`}`,
      },
      facts,
      text: printRows(rows.map((row) => ({ ...row, query: normaliseQuery(textOf(row.query), 'postgresql') }))),
    };
  },
});

/** Pure: one row per running statement in, facts out. */
export function activeFacts(rows: readonly Row[]): Facts {
  const longest = rows.filter((row) => row.wait_type !== 'Lock')[0] ?? rows[0];
  const shapes = new Map<string, number>();
  for (const row of rows) {
    const shape = normaliseQuery(textOf(row.query), 'postgresql');
    shapes.set(shape, (shapes.get(shape) ?? 0) + 1);
  }
  const [sameQuery, same] = [...shapes].sort(([, one], [, other]) => other - one)[0] ?? ['', 0];
  const waiting = (kind: string): number => rows.filter((row) => row.wait_type === kind).length;
  return {
    'statements.active': rows.length,
    'statements.onCpu': waiting(''),
    'statements.waitingForDisk': waiting('IO'),
    'statements.waitingForLocks': waiting('Lock'),
    'statements.longest.pid': longest === undefined ? null : numberOf(longest.pid),
    'statements.longest.backendStart': textOf(longest?.backend_start),
    'statements.longest.queryStart': textOf(longest?.query_start),
    'statements.longest.seconds': rounded(numberOf(longest?.seconds)),
    'statements.longest.who': textOf(longest?.who),
    'statements.longest.login': textOf(longest?.login),
    'statements.longest.wait': [textOf(longest?.wait_type), textOf(longest?.wait_event)].filter((word) => word !== '').join(' '),
    'statements.longest.isWaitingForLock': longest?.wait_type === 'Lock',
    'statements.longest.query': longest === undefined ? '' : normaliseQuery(textOf(longest.query), 'postgresql'),
    'statements.same.count': same,
    'statements.same.query': sameQuery,
    'statements.same.share': ratioOf(same, rows.length),
  };
}

interface Cost {
  readonly query: string;
  /** As it is kept there, to read its conditions; values are places already. */
  readonly text: string;
  readonly busyMs: number;
  readonly calls: number;
  readonly share: number;
  readonly tempBlocks: number;
  readonly totalBusyRatio: number;
}

/** Null when it can't be read: the library is not loaded, or the account may not. */
async function sampleStatements(client: PostgresqlClient, schema: string, limit: SessionLimit): Promise<Cost | null> {
  const place = `"${schema.replaceAll('"', '""')}".pg_stat_statements`;
  const totals = `SELECT userid || '/' || dbid || '/' || queryid AS id, total_exec_time AS ms, calls, temp_blks_written AS temp FROM ${place}(false) LIMIT 10000`;
  try {
    const before = new Map((await client.read(totals, [], limit)).map((row) => [textOf(row.id), row]));
    await sleep(sampleMs, undefined, { signal: limit.signal });
    const spent = (await client.read(totals, [], limit))
      .map((row) => {
        const old = before.get(textOf(row.id));
        const difference = (name: string): number => numberOf(row[name]) - numberOf(old?.[name]);
        return { id: textOf(row.id), ms: difference('ms'), calls: difference('calls'), temp: difference('temp') };
      })
      .filter(({ ms }) => ms > 0)
      .sort((one, other) => other.ms - one.ms);
    const [top] = spent;
    if (top === undefined) return { query: '', text: '', busyMs: 0, calls: 0, share: 0, tempBlocks: 0, totalBusyRatio: 0 };
    const all = spent.reduce((sum, { ms }) => sum + ms, 0);
    const named = `SELECT left(query, 3000) AS query FROM ${place} WHERE userid || '/' || dbid || '/' || queryid = $1 LIMIT 1`;
    const text = textOf(first(await client.read(named, [top.id], limit)).query);
    const query = normaliseQuery(text, 'postgresql');
    return {
      query,
      text,
      busyMs: top.ms,
      calls: top.calls,
      share: ratioOf(top.ms, all),
      tempBlocks: top.temp,
      totalBusyRatio: all / sampleMs,
    };
  } catch (error) {
    if (error instanceof SessionFailure && ['unsupported', 'no-permission', 'reply', 'cancelled'].includes(error.problem)) return null;
    if (error instanceof Error && error.name === 'AbortError') return null;
    throw error;
  }
}

function costlyFacts(cost: Cost | null): Facts {
  return {
    'statements.isTracked': cost !== null,
    'statements.top.query': cost?.query ?? '',
    'statements.top.share': cost?.share ?? 0,
    'statements.top.calls': cost?.calls ?? 0,
    'statements.top.meanMs': cost === null || cost.calls === 0 ? 0 : rounded(cost.busyMs / cost.calls),
    'statements.top.busyRatio': rounded((cost?.busyMs ?? 0) / sampleMs),
    'statements.top.tempBytes': (cost?.tempBlocks ?? 0) * 8_192,
    'statements.busyRatio': rounded(cost?.totalBusyRatio ?? 0),
  };
}
