/** What runs now and for how long, and where the time of the last moment went. */

import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { sessionProbe } from '../../session/probe.ts';
import { numberOf, printRows, type Row, ratioOf, rounded, textOf } from '../../session/rows.ts';
import { normaliseQuery } from '../../sql/normalise-query.ts';
import type { MysqlClient } from '../client.ts';
import { readEndedPartitions } from './failing-partition.ts';
import { isFaulty, readSchemaFaults, schemaFaults } from './failing-statement.ts';
import { type CostlyStatement, readFilter } from './filters.ts';
import { systemUsers, tolerant } from './mysql-probe.ts';
import { readErrorCounts, readErrorOf, risenMost } from './statement-errors.ts';

const active = `
SELECT ID AS id, USER AS login, HOST AS host, COMMAND AS command, TIME AS seconds, COALESCE(STATE, '') AS state, LEFT(COALESCE(INFO, ''), 1000) AS query
FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID() AND COMMAND IN ('Query', 'Execute', 'Prepare', 'Fetch') AND USER NOT IN ${systemUsers}
ORDER BY TIME DESC LIMIT 300`;

const digests = `
SELECT COALESCE(SCHEMA_NAME, '') AS chosen, COALESCE(DIGEST, '') AS digest, LEFT(DIGEST_TEXT, 1000) AS query, TIMESTAMPDIFF(SECOND, LAST_SEEN, NOW()) AS seen_ago, COUNT_STAR AS calls, SUM_TIMER_WAIT / 1000000000 AS ms,
  SUM_ROWS_EXAMINED AS examined, SUM_ROWS_SENT AS sent, SUM_ROWS_AFFECTED AS affected, SUM_ERRORS AS errors FROM performance_schema.events_statements_summary_by_digest ORDER BY LAST_SEEN DESC LIMIT 500`;

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

/** What one statement took in the sample; totals since it is known. */
export interface Spent {
  readonly query: string;
  readonly ms: number;
  readonly calls: number;
  readonly examined: number;
  readonly sent: number;
  readonly affected?: number;
  readonly errors: number;
  readonly errorsTotal: number;
  readonly callsTotal?: number;
  readonly schema?: string;
  readonly digest?: string;
  readonly seenSecondsAgo?: number;
}

const candidatesMax = 4;
const lately = 300;

/** Pure. Those that fail each time they run come first, then those that failed just now, then those that did lately. */
export function failingCandidates(spent: readonly Spent[]): readonly Spent[] {
  // Zhiban asks for some things that not every server has.
  const failed = spent.filter(({ query, errorsTotal }) => errorsTotal > 0 && !/^\s*(SHOW|SET)\b/i.test(query));
  const always = failed.filter(({ calls, errors }) => calls > 0 && errors >= calls * 0.9);
  const sometimes = failed.filter((each) => each.errors > 0 && !always.includes(each));
  const before = failed.filter(
    (each) => each.errors === 0 && each.errorsTotal >= 3 && (each.seenSecondsAgo ?? lately) < lately && !always.includes(each),
  );
  const most = (some: readonly Spent[], key: 'errors' | 'errorsTotal'): readonly Spent[] =>
    [...some].sort((one, other) => other[key] - one[key]);
  return [...most(always, 'errors'), ...most(sometimes, 'errors'), ...most(before, 'errorsTotal')].slice(0, candidatesMax);
}

/** Pure. One that succeeds as often is only told where its errors are of this moment. */
export function failingFacts(candidates: readonly Spent[]): Facts {
  const failing = candidates.find(isTellable);
  return {
    'statements.failing.query': failing === undefined ? null : normaliseQuery(failing.query, 'mysql'),
    'statements.failing.calls': failing?.calls ?? 0,
    'statements.failing.errors': failing?.errorsTotal ?? 0,
    'statements.failing.share': ratioOf(failing?.errors ?? 0, failing?.calls ?? 0),
  };
}

function isTellable({ errors, errorsTotal, callsTotal }: Spent): boolean {
  return errors > 0 || errorsTotal >= (callsTotal ?? 0) * 0.5;
}

/** The first of the candidates that the schema has no place for, else the first. */
async function readFailing(
  client: MysqlClient,
  candidates: readonly Spent[],
  limit: SessionLimit,
): Promise<{ readonly facts: Facts; readonly digest: string }> {
  const seen: { readonly each: Spent; readonly faults: Facts }[] = [];
  for (const each of candidates) {
    const faults = await readSchemaFaults(client, { query: each.query, schema: each.schema ?? '' }, limit);
    if (isFaulty(faults)) return { facts: { ...failingFacts([{ ...each, callsTotal: 0 }]), ...faults }, digest: each.digest ?? '' };
    seen.push({ each, faults });
  }
  const chosen = seen.find(({ each }) => isTellable(each));
  const faults = chosen?.faults ?? schemaFaults(null, '', null);
  return { facts: { ...failingFacts(chosen === undefined ? [] : [chosen.each]), ...faults }, digest: chosen?.each.digest ?? '' };
}

/** Zero where the performance schema is off, as it is by default in MariaDB. */
async function costlyFacts(client: MysqlClient, limit: SessionLimit): Promise<Facts> {
  const before = await tolerant(client.read(digests, [], limit));
  const isTracked = before !== null && before.length > 0;
  let all: readonly Spent[] = [];
  let risen: ReturnType<typeof risenMost> = null;
  if (isTracked) {
    const errorsBefore = await readErrorCounts(client, limit);
    await sleep(sampleMs, undefined, { signal: limit.signal }).catch(() => undefined);
    all = spentBetween(before, (await tolerant(client.read(digests, [], limit))) ?? []);
    if (errorsBefore !== null) risen = risenMost(errorsBefore, await readErrorCounts(client, limit));
  }
  const spent = all.filter(({ calls }) => calls > 0).sort((one, other) => other.ms - one.ms);
  const [top] = spent;
  const sum = spent.reduce((total, { ms }) => total + ms, 0);
  const failing = await readFailing(client, failingCandidates(all), limit);
  const table = failing.facts['statements.failing.table'];
  return {
    ...failing.facts,
    ...(await readEndedPartitions(client, typeof table === 'string' ? table : null, limit)),
    ...(await readErrorOf(client, failing.digest, failing.facts['statements.failing.query'] === null ? null : risen, limit)),
    'statements.isTracked': isTracked,
    'statements.top.query': normaliseQuery(top?.query ?? '', 'mysql'),
    'statements.top.share': ratioOf(top?.ms ?? 0, sum),
    'statements.top.calls': top?.calls ?? 0,
    'statements.top.meanMs': top === undefined ? 0 : rounded(top.ms / top.calls),
    'statements.top.busyRatio': rounded((top?.ms ?? 0) / sampleMs),
    'statements.top.examinedPerSent': top === undefined ? 0 : Math.round(top.examined / Math.max(1, top.sent)),
    'statements.top.examinedPerCall': top === undefined ? 0 : Math.round(top.examined / top.calls),
    ...(await readFilter(client, top === undefined ? null : costlyOf(top, sum), limit)),
  };
}

function costlyOf({ query, schema, digest, calls, ms, examined, sent, affected }: Spent, sumMs: number): CostlyStatement {
  return {
    ...{ query, schema: schema ?? '', digest: digest ?? '', calls, examined, kept: sent + (affected ?? 0) },
    ...{ meanMs: ms / calls, share: ratioOf(ms, sumMs), busyRatio: ms / sampleMs },
  };
}

/** Pure: two readings of the digests in. */
function spentBetween(before: readonly Row[], after: readonly Row[]): readonly Spent[] {
  const idOf = (row: Row): string => `${textOf(row.chosen)}/${textOf(row.digest)}`;
  const old = new Map(before.map((row) => [idOf(row), row]));
  return after
    .filter((row) => !/performance_schema|information_schema/i.test(textOf(row.query)))
    .map((row) => {
      const difference = (name: string): number => numberOf(row[name]) - numberOf(old.get(idOf(row))?.[name]);
      return {
        ...{ query: textOf(row.query), schema: textOf(row.chosen), digest: textOf(row.digest), seenSecondsAgo: numberOf(row.seen_ago) },
        ...{
          ms: difference('ms'),
          calls: difference('calls'),
          examined: difference('examined'),
          sent: difference('sent'),
          affected: difference('affected'),
        },
        ...{ errors: difference('errors'), errorsTotal: numberOf(row.errors), callsTotal: numberOf(row.calls) },
      };
    });
}
