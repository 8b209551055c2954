/** What runs now and for how long, and where the time of the last moment went. */

import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { sessionProbe } from '../../session/probe.ts';
import { numberOf, printRows, type Row, ratioOf, rounded, textOf } from '../../session/rows.ts';
import { normaliseQuery } from '../../sql/normalise-query.ts';
import type { MysqlClient } from '../client.ts';
import { systemUsers, tolerant } from './mysql-probe.ts';

const active = `
SELECT ID AS id, USER AS login, HOST AS host, COMMAND AS command, TIME AS seconds, COALESCE(STATE, '') AS state, LEFT(COALESCE(INFO, ''), 1000) AS query
FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID() AND COMMAND IN ('Query', 'Execute', 'Prepare', 'Fetch') AND USER NOT IN ${systemUsers}
ORDER BY TIME DESC LIMIT 300`;

const digests = `
SELECT CONCAT(COALESCE(SCHEMA_NAME, ''), '/', COALESCE(DIGEST, '')) AS id, LEFT(DIGEST_TEXT, 400) AS query, COUNT_STAR AS calls, SUM_TIMER_WAIT / 1000000000 AS ms,
  SUM_ROWS_EXAMINED AS examined, SUM_ROWS_SENT AS sent, SUM_ERRORS AS errors FROM performance_schema.events_statements_summary_by_digest ORDER BY LAST_SEEN DESC LIMIT 500`;

const sampleMs = 1_000;

export const statementsProbe = sessionProbe({
  name: 'statements',
  summary: { 'zh-CN': '正在执行的语句、最慢与最耗时的语句', en: 'statements that run now, the slowest and the costliest' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'slow|query|statement|sql|latency|cpu|load|timeout|慢|查询|语句|负载|超时|延迟',
  query:
    "SELECT ID, TIME, STATE, INFO FROM information_schema.PROCESSLIST WHERE COMMAND = 'Query'; events_statements_summary_by_digest, twice",
  async see(client: MysqlClient, _given, limit) {
    const rows = await client.read(active, [], limit);
    const facts = { ...activeFacts(rows), ...(await costlyFacts(client, limit)) };
    const longest = String(facts['statements.longest.query']);
    return {
      headline: {
        'zh-CN': `正在执行 ${String(facts['statements.active'])} 条语句，最久 ${String(facts['statements.longest.seconds'])} 秒${longest === '' ? '' : `：${longest}`}`,
        en: `${String(facts['statements.active'])} statements run, the longest for ${String(facts['statements.longest.seconds'])} s${longest === '' ? '' : `: ${longest}`}`,
      },
      facts,
      text: printRows(rows.map((row) => ({ ...row, query: normaliseQuery(textOf(row.query), 'mysql') }))),
    };
  },
});

/** Pure: one row per running statement in, facts out. */
export function activeFacts(rows: readonly Row[]): Facts {
  const isWaiting = (row: Row): boolean => /lock|flush|semi-sync|disk space|free space/i.test(textOf(row.state));
  const longest = rows.find((row) => !isWaiting(row)) ?? rows[0];
  const shapes = new Map<string, number>();
  for (const row of rows) {
    const shape = normaliseQuery(textOf(row.query), 'mysql');
    shapes.set(shape, (shapes.get(shape) ?? 0) + 1);
  }
  const [sameQuery, same] = [...shapes].sort(([, one], [, other]) => other - one)[0] ?? ['', 0];
  const inState = (pattern: RegExp): number => rows.filter((row) => pattern.test(textOf(row.state))).length;
  return {
    'statements.active': rows.length,
    'statements.waitingForLocks': rows.filter(isWaiting).length,
    'statements.onTempTable': inState(/tmp table|temporary|converting heap/i),
    'statements.waitingForSemisync': inState(/semi-sync/i),
    'statements.waitingForDisk': inState(/disk space|disk is full|disk full|free space/i),
    'statements.flushing': inState(/query end|commit|waiting for handler|starting commit|innodb_log/i),
    'statements.longest.id': longest === undefined ? null : numberOf(longest.id),
    'statements.longest.login': textOf(longest?.login),
    'statements.longest.host': textOf(longest?.host),
    'statements.longest.who': longest === undefined ? '' : `${textOf(longest.login)}@${textOf(longest.host)}`,
    'statements.longest.seconds': numberOf(longest?.seconds),
    'statements.longest.state': textOf(longest?.state),
    'statements.longest.isWaitingForLock': longest !== undefined && isWaiting(longest),
    'statements.longest.query': normaliseQuery(textOf(longest?.query), 'mysql'),
    'statements.same.count': same,
    'statements.same.query': sameQuery,
    'statements.same.share': ratioOf(same, rows.length),
  };
}

/** What one statement took in the sample; `errorsTotal` since it is known. */
export interface Spent {
  readonly query: string;
  readonly ms: number;
  readonly calls: number;
  readonly examined: number;
  readonly sent: number;
  readonly errors: number;
  readonly errorsTotal: number;
}

/** Pure. Of the statements that fail each time they run, the one that did so most. */
export function failingFacts(spent: readonly Spent[]): Facts {
  const failing = spent
    // Zhiban asks for some things that not every server has.
    .filter(({ query, errors, calls }) => errors >= calls * 0.9 && !/^\s*SHOW\b/i.test(query))
    .sort((one, other) => other.errors - one.errors)[0];
  return {
    'statements.failing.query': normaliseQuery(failing?.query ?? '', 'mysql'),
    'statements.failing.calls': failing?.calls ?? 0,
    'statements.failing.errors': failing?.errorsTotal ?? 0,
    'statements.failing.share': ratioOf(failing?.errors ?? 0, failing?.calls ?? 0),
  };
}

/** Zero where the performance schema is off, as it is by default in MariaDB. */
async function costlyFacts(client: MysqlClient, limit: SessionLimit): Promise<Facts> {
  const before = await tolerant(client.read(digests, [], limit));
  const isTracked = before !== null && before.length > 0;
  let spent: readonly Spent[] = [];
  if (isTracked) {
    await sleep(sampleMs, undefined, { signal: limit.signal }).catch(() => undefined);
    const old = new Map(before.map((row) => [textOf(row.id), row]));
    spent = ((await tolerant(client.read(digests, [], limit))) ?? [])
      .filter((row) => !/performance_schema|information_schema/i.test(textOf(row.query)))
      .map((row) => {
        const difference = (name: string): number => numberOf(row[name]) - numberOf(old.get(textOf(row.id))?.[name]);
        return {
          query: textOf(row.query),
          ms: difference('ms'),
          calls: difference('calls'),
          examined: difference('examined'),
          sent: difference('sent'),
          errors: difference('errors'),
          errorsTotal: numberOf(row.errors),
        };
      })
      .filter(({ calls }) => calls > 0)
      .sort((one, other) => other.ms - one.ms);
  }
  const [top] = spent;
  const all = spent.reduce((sum, { ms }) => sum + ms, 0);
  return {
    ...failingFacts(spent),
    'statements.isTracked': isTracked,
    'statements.top.query': normaliseQuery(top?.query ?? '', 'mysql'),
    'statements.top.share': ratioOf(top?.ms ?? 0, all),
    'statements.top.calls': top?.calls ?? 0,
    'statements.top.meanMs': top === undefined ? 0 : rounded(top.ms / top.calls),
    'statements.top.busyRatio': rounded((top?.ms ?? 0) / sampleMs),
    'statements.top.examinedPerSent': top === undefined ? 0 : Math.round(top.examined / Math.max(1, top.sent)),
  };
}
