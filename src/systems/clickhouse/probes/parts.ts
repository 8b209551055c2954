/** Parts of MergeTree tables: the fullest partition against its own limits, and parts that were put aside. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import type { HttpLimit } from '../../http/exchange.ts';
import { optional } from '../../http-api/failure.ts';
import { apiProbe } from '../../http-api/probe.ts';
import type { ClickhouseClient, Row } from '../client.ts';
import { lines, numberOf, pairsOf, quoted, ratio, textOf } from '../rows.ts';

export const partsProbe = apiProbe({
  name: 'parts',
  summary: {
    'zh-CN': '分区的数据片数量与上限、最满的分区是否还在合并、被搁置的数据片',
    en: 'parts per partition against their limits, whether the fullest is still merged, and parts that were put aside',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'parts|too many parts|merge|insert|detached|broken|数据片|分区|合并|写入|损坏',
  query: 'SELECT database, table, partition, count() FROM system.parts WHERE active GROUP BY database, table, partition',
  facts: [
    'parts.active',
    'parts.table',
    'parts.partition',
    'parts.count',
    'parts.delayLimit',
    'parts.throwLimit',
    'parts.usedRatio',
    'parts.averageRows',
    'parts.averageBytes',
    'parts.partitions',
    'parts.mergesRunning',
    'parts.unmerged',
    'parts.unmergedRatio',
    'parts.unfinishedMutations',
    'parts.detached',
    'parts.detachedBroken',
    'parts.detachedTable',
    'parts.detachedReason',
  ],
  async see(client: ClickhouseClient, _given, limit) {
    const [rows, totals, detached] = await Promise.all([
      client.read(
        'SELECT database, table, partition, count() AS parts, sum(rows) AS part_rows, sum(bytes_on_disk) AS part_bytes FROM system.parts WHERE active GROUP BY database, table, partition ORDER BY parts DESC',
        limit,
        20,
      ),
      client.read('SELECT count() AS parts, uniq(database, table, partition) AS partitions FROM system.parts WHERE active', limit, 1),
      readDetached(client, limit),
    ]);
    const judged = await Promise.all(rows.slice(0, 5).map(async (row) => ({ row, limits: await limitsOf(client, row, limit) })));
    const usedRatio = ({ row, limits }: (typeof judged)[number]): number => ratio(numberOf(row.parts), limits.throws);
    const [worst] = judged.sort((left, right) => usedRatio(right) - usedRatio(left));
    const count = numberOf(worst?.row.parts);
    const merging = worst === undefined ? {} : await readMerging(client, worst.row, limit);
    const facts: Facts = {
      'parts.active': numberOf(totals[0]?.parts),
      'parts.partitions': numberOf(totals[0]?.partitions),
      'parts.count': count,
      'parts.table': worst === undefined ? '' : `${textOf(worst.row.database)}.${textOf(worst.row.table)}`,
      'parts.partition': textOf(worst?.row.partition),
      'parts.usedRatio': worst === undefined ? 0 : usedRatio(worst),
      'parts.averageRows': count === 0 ? 0 : Math.round(numberOf(worst?.row.part_rows) / count),
      'parts.averageBytes': count === 0 ? 0 : Math.round(numberOf(worst?.row.part_bytes) / count),
      ...(worst === undefined ? {} : { 'parts.delayLimit': worst.limits.delays, 'parts.throwLimit': worst.limits.throws }),
      ...merging,
      ...detached,
    };
    return {
      headline: {
        'zh-CN': `数据片最多的分区有 ${String(count)} 片（${String(facts['parts.table'])}，上限 ${String(facts['parts.throwLimit'] ?? '未知')}）`,
        en: `the fullest partition has ${String(count)} parts (${String(facts['parts.table'])}, limit ${String(facts['parts.throwLimit'] ?? 'unknown')})`,
      },
      facts,
      text: lines(rows),
    };
  },
});

/** A table may have limits of its own; the others have those of the server. */
async function limitsOf(client: ClickhouseClient, row: Row, limit: HttpLimit): Promise<{ delays: number; throws: number }> {
  const where = `database = ${quoted(textOf(row.database))} AND name = ${quoted(textOf(row.table))}`;
  const [common, own] = await Promise.all([
    optional(
      client.read(
        "SELECT name, value FROM system.merge_tree_settings WHERE name IN ('parts_to_delay_insert', 'parts_to_throw_insert')",
        limit,
      ),
    ),
    optional(client.read(`SELECT engine_full FROM system.tables WHERE ${where}`, limit, 1)),
  ]);
  const server = pairsOf(common ?? [], 'name', 'value');
  const read = (name: string, otherwise: number): number => {
    const said = new RegExp(`\\b${name} = (\\d+)`).exec(textOf(own?.[0]?.engine_full))?.[1];
    return said === undefined ? (server.get(name) ?? otherwise) : Number(said);
  };
  return { delays: read('parts_to_delay_insert', 1_000), throws: read('parts_to_throw_insert', 3_000) };
}

/**
 * Whether anything merges this one table; others may be merged all the while, as the server's own logs are. A part that an INSERT made has level 0
 * and the next number: those behind the last that a merge made came since. Nothing tells of it where a version has no such columns.
 */
async function readMerging(client: ClickhouseClient, row: Row, limit: HttpLimit): Promise<Facts> {
  const table = `database = ${quoted(textOf(row.database))} AND table = ${quoted(textOf(row.table))}`;
  const inPartition = `active AND ${table} AND partition = ${quoted(textOf(row.partition))}`;
  const hasMutations = (await client.columns('mutations', limit)).size > 0;
  const [merges, last, mutations] = await Promise.all([
    optional(client.read(`SELECT count() AS running FROM system.merges WHERE ${table}`, limit, 1)),
    optional(
      client.read(
        `SELECT countIf(level > 0) AS merged, maxIf(max_block_number, level > 0) AS newest FROM system.parts WHERE ${inPartition}`,
        limit,
        1,
      ),
    ),
    hasMutations
      ? optional(client.read(`SELECT count() AS unfinished FROM system.mutations WHERE NOT is_done AND ${table}`, limit, 1))
      : [],
  ]);
  if (!merges?.[0] || !last?.[0]) return {};
  const since = numberOf(last[0].merged) === 0 ? '' : ` AND min_block_number > ${String(numberOf(last[0].newest))}`;
  const [newer] = (await optional(client.read(`SELECT count() AS parts FROM system.parts WHERE ${inPartition}${since}`, limit, 1))) ?? [];
  return {
    'parts.mergesRunning': numberOf(merges[0].running),
    'parts.unmerged': numberOf(newer?.parts),
    'parts.unmergedRatio': ratio(numberOf(newer?.parts), numberOf(row.parts)),
    'parts.unfinishedMutations': numberOf(mutations?.[0]?.unfinished),
  };
}

/** What people detach has no reason; what the server puts aside says why. */
async function readDetached(client: ClickhouseClient, limit: HttpLimit): Promise<Facts> {
  if ((await client.columns('detached_parts', limit)).size === 0) return {};
  const rows = await optional(
    client.read(
      'SELECT database, table, reason, count() AS parts FROM system.detached_parts GROUP BY database, table, reason ORDER BY parts DESC',
      limit,
      50,
    ),
  );
  if (rows === null) return {};
  const broken = rows.filter(({ reason }) => /broken|corrupt|unexpected|noquorum|covered-by-broken/.test(textOf(reason)));
  const [first] = broken;
  const total = (list: readonly Row[]): number => list.reduce((sum, row) => sum + numberOf(row.parts), 0);
  return {
    'parts.detached': total(rows),
    'parts.detachedBroken': total(broken),
    'parts.detachedTable': first === undefined ? '' : `${textOf(first.database)}.${textOf(first.table)}`,
    'parts.detachedReason': textOf(first?.reason),
  };
}
