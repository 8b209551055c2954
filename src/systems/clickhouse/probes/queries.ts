/** Queries that run now: the longest, the one with most memory, and who runs them. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { apiProbe } from '../../http-api/probe.ts';
import { normaliseQuery } from '../../sql/normalise-query.ts';
import type { ClickhouseClient, Row } from '../client.ts';
import { numberOf, ratio, textOf } from '../rows.ts';

export const queriesProbe = apiProbe({
  name: 'queries',
  summary: {
    'zh-CN': '正在执行的查询：最久的、占内存最多的、来自谁',
    en: 'queries that run now: the longest, the largest, and whose they are',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'query|slow|long|memory|cpu|timeout|simultaneous|查询|慢|内存|超时|并发',
  query: 'SELECT * FROM system.processes ORDER BY elapsed DESC',
  facts: [
    'queries.count',
    'queries.topUser',
    'queries.topUserCount',
    'queries.topUserRatio',
    'queries.longest.id',
    'queries.longest.user',
    'queries.longest.seconds',
    'queries.longest.query',
    'queries.longest.memoryBytes',
    'queries.longest.isInsert',
    'queries.largest.id',
    'queries.largest.user',
    'queries.largest.memoryBytes',
    'queries.largest.seconds',
    'queries.largest.query',
    'queries.memoryBytes',
  ],
  async see(client: ClickhouseClient, _given, limit) {
    const rows = await client.read(
      "SELECT query_id, user, elapsed, memory_usage, read_rows, query FROM system.processes WHERE query NOT LIKE '%system.processes%' ORDER BY elapsed DESC",
      limit,
      300,
    );
    const [longest] = rows;
    const [largest] = [...rows].sort((left, right) => numberOf(right.memory_usage) - numberOf(left.memory_usage));
    const users = new Map<string, number>();
    for (const row of rows) users.set(textOf(row.user), (users.get(textOf(row.user)) ?? 0) + 1);
    const [top] = [...users].sort((left, right) => right[1] - left[1]);
    const facts: Facts = {
      'queries.count': rows.length,
      'queries.topUser': top?.[0] ?? '',
      'queries.topUserCount': top?.[1] ?? 0,
      'queries.topUserRatio': ratio(top?.[1] ?? 0, rows.length),
      'queries.memoryBytes': rows.reduce((total, row) => total + Math.max(0, numberOf(row.memory_usage)), 0),
      ...(longest === undefined ? { 'queries.longest.seconds': 0 } : factsOf('longest', longest)),
      ...(largest === undefined ? { 'queries.largest.memoryBytes': 0 } : factsOf('largest', largest)),
    };
    return {
      headline: {
        'zh-CN': `${String(rows.length)} 条查询在执行，最久 ${String(facts['queries.longest.seconds'])} 秒`,
        en: `${String(rows.length)} queries are running, the longest for ${String(facts['queries.longest.seconds'])} s`,
      },
      facts,
      text: rows
        .slice(0, 40)
        .map(
          (row) =>
            `${textOf(row.query_id)} ${textOf(row.user)} ${seconds(row)} s ${textOf(row.memory_usage)} B ${normaliseQuery(textOf(row.query), 'mysql').slice(0, 300)}`,
        )
        .join('\n'),
    };
  },
});

function factsOf(which: 'longest' | 'largest', row: Row): Facts {
  const query = normaliseQuery(textOf(row.query), 'mysql');
  return {
    [`queries.${which}.id`]: textOf(row.query_id),
    [`queries.${which}.user`]: textOf(row.user),
    [`queries.${which}.seconds`]: seconds(row),
    [`queries.${which}.memoryBytes`]: Math.max(0, numberOf(row.memory_usage)),
    [`queries.${which}.query`]: query.slice(0, 380),
    ...(which === 'longest' ? { 'queries.longest.isInsert': /^\s*insert\b/i.test(query) } : {}),
  };
}

function seconds(row: Row): number {
  return Math.round(numberOf(row.elapsed) * 10) / 10;
}
