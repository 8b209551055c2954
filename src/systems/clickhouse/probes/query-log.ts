/** The log of queries around the incident: the slowest shapes, and the errors by their numbers. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { apiProbe } from '../../http-api/probe.ts';
import { normaliseQuery } from '../../sql/normalise-query.ts';
import type { ClickhouseClient, Row } from '../client.ts';
import { failureClasses, failureClassOf, messageOf } from '../failures.ts';
import { numberOf, textOf } from '../rows.ts';

const shown = ['count', 'secondsAgo', 'message', 'user', 'query'] as const;

export const queryLogProbe = apiProbe({
  name: 'query-log',
  summary: { 'zh-CN': '查询日志：近期最慢的查询与错误码', en: 'the query log: the slowest queries lately, and errors by number' },
  parameters: z.strictObject({ minutes: z.number().int().min(1).max(180).default(15) }),
  cost: 'moderate',
  hints: 'slow|query log|exception|error|latency|慢查询|查询日志|异常|错误|耗时',
  query: 'SELECT … FROM system.query_log WHERE event_time > now() - 15 minutes',
  facts: [
    'log.isOn',
    'log.queries',
    'log.failed',
    'log.topCode',
    'log.topCodeCount',
    'log.slowest.ms',
    'log.slowest.user',
    'log.slowest.query',
    'log.memoryLimit',
    'log.tooManyParts',
    'log.minutes',
    ...failureClasses.flatMap(({ name }) => shown.map((each) => `log.failures.${name}.${each}`)),
  ],
  async see(client: ClickhouseClient, { minutes }, limit, context) {
    // The table is only there once something was logged.
    if ((await client.columns('query_log', limit)).size === 0)
      return {
        headline: { 'zh-CN': '没有查询日志（未开启，或账号看不到）', en: 'no query log: it is off, or the account may not see it' },
        facts: { 'log.isOn': false },
        text: '',
      };
    const until = Math.floor(Math.min(context.aboutMs, context.clock.now()) / 1_000) + 60;
    const since = until - minutes * 60 - 60;
    const where = `event_date >= toDate(${String(since)}) AND event_time >= toDateTime(${String(since)}) AND event_time <= toDateTime(${String(until)}) AND type != 1`;
    const [slow, failed, counts] = await Promise.all([
      client.read(
        `SELECT user, query_duration_ms, read_rows, memory_usage, query FROM system.query_log WHERE ${where} ORDER BY query_duration_ms DESC`,
        limit,
        15,
      ),
      client.read(
        `SELECT extract(exception, 'Code: ([0-9]+)') AS code, count() AS times, anyLast(exception) AS told, anyLast(user) AS who, anyLast(query) AS asked, toUnixTimestamp(max(event_time)) AS last FROM system.query_log WHERE ${where} AND exception != '' GROUP BY code ORDER BY times DESC`,
        limit,
        20,
      ),
      client.read(`SELECT count() AS queries FROM system.query_log WHERE ${where}`, limit, 1),
    ]);
    const times = (code: string): number => numberOf(failed.find((row) => row.code === code)?.times);
    const [slowest] = slow;
    const facts: Facts = {
      'log.isOn': true,
      'log.minutes': minutes,
      'log.queries': numberOf(counts[0]?.queries),
      'log.failed': failed.reduce((total, row) => total + numberOf(row.times), 0),
      'log.topCode': textOf(failed[0]?.code),
      'log.topCodeCount': numberOf(failed[0]?.times),
      'log.memoryLimit': times('241'),
      'log.tooManyParts': times('252'),
      'log.slowest.ms': numberOf(slowest?.query_duration_ms),
      'log.slowest.user': textOf(slowest?.user),
      'log.slowest.query': normaliseQuery(textOf(slowest?.query), 'mysql').slice(0, 380),
      ...failureFacts(failed, context.clock.now() / 1_000),
    };
    return {
      headline: {
        'zh-CN': `${String(minutes)} 分钟内 ${String(facts['log.queries'])} 条查询，${String(facts['log.failed'])} 条失败，最慢 ${String(facts['log.slowest.ms'])} 毫秒`,
        en: `${String(facts['log.queries'])} queries in ${String(minutes)} minutes, ${String(facts['log.failed'])} failed, the slowest took ${String(facts['log.slowest.ms'])} ms`,
      },
      facts,
      text: [
        ...slow.map(lineOf),
        ...failed.map((row) => `code ${textOf(row.code)}: ${textOf(row.times)} times, the last: ${messageOf(textOf(row.told))}`),
      ].join('\n'),
    };
  },
});

/** Pure: the exceptions by number in, what each sort of fault comes to out. */
export function failureFacts(rows: readonly Row[], nowSeconds: number): Facts {
  const facts: Record<string, number | string | null> = {};
  for (const { name } of failureClasses) {
    const own = rows.filter((row) => failureClassOf(textOf(row.code), textOf(row.told)) === name);
    const [top] = own;
    facts[`log.failures.${name}.count`] = own.reduce((total, row) => total + numberOf(row.times), 0);
    if (top === undefined) continue;
    facts[`log.failures.${name}.secondsAgo`] = Math.max(0, Math.round(nowSeconds - Math.max(...own.map((row) => numberOf(row.last)))));
    facts[`log.failures.${name}.message`] = messageOf(textOf(top.told));
    facts[`log.failures.${name}.user`] = textOf(top.who);
    facts[`log.failures.${name}.query`] = normaliseQuery(textOf(top.asked), 'mysql').slice(0, 200);
  }
  return facts;
}

function lineOf(row: Row): string {
  return `${textOf(row.query_duration_ms)} ms ${textOf(row.user)} read ${textOf(row.read_rows)} rows, ${textOf(row.memory_usage)} B: ${normaliseQuery(textOf(row.query), 'mysql')}`;
}
