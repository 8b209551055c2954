/** What the server does for itself: merges, and mutations that are not done. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { apiProbe } from '../../http-api/probe.ts';
import { normaliseQuery } from '../../sql/normalise-query.ts';
import type { ClickhouseClient } from '../client.ts';
import { having, numberOf, ratio, textOf } from '../rows.ts';

export const mergesProbe = apiProbe({
  name: 'merges',
  summary: { 'zh-CN': '正在进行的合并：数量、最久的、进度', en: 'merges that run: how many, the longest, and how far it is' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'merge|parts|background|合并|后台|数据片',
  query: 'SELECT * FROM system.merges ORDER BY elapsed DESC',
  facts: [
    'merges.running',
    'merges.longest.table',
    'merges.longest.seconds',
    'merges.longest.progress',
    'merges.longest.parts',
    'merges.longest.bytes',
    'merges.longest.remainingSeconds',
  ],
  async see(client: ClickhouseClient, _given, limit) {
    const rows = await client.read(
      'SELECT database, table, elapsed, progress, num_parts, total_size_bytes_compressed FROM system.merges ORDER BY elapsed DESC',
      limit,
      100,
    );
    const [first] = rows;
    const [elapsed, progress] = [numberOf(first?.elapsed), numberOf(first?.progress)];
    const facts: Facts = {
      'merges.running': rows.length,
      'merges.longest.seconds': Math.round(elapsed),
      ...(first === undefined
        ? {}
        : {
            'merges.longest.table': `${textOf(first.database)}.${textOf(first.table)}`,
            'merges.longest.progress': ratio(progress, 1),
            'merges.longest.parts': numberOf(first.num_parts),
            'merges.longest.bytes': numberOf(first.total_size_bytes_compressed),
            'merges.longest.remainingSeconds': progress > 0.01 ? Math.round((elapsed / progress) * (1 - progress)) : null,
          }),
    };
    return {
      headline: {
        'zh-CN': `${String(rows.length)} 个合并在进行，最久 ${String(Math.round(elapsed))} 秒`,
        en: `${String(rows.length)} merges run, the longest for ${String(Math.round(elapsed))} s`,
      },
      facts,
      text: rows
        .slice(0, 40)
        .map((row) => JSON.stringify(row))
        .join('\n'),
    };
  },
});

export const mutationsProbe = apiProbe({
  name: 'mutations',
  summary: { 'zh-CN': '没有完成的 mutation（ALTER UPDATE / DELETE）', en: 'mutations (ALTER UPDATE, DELETE) that are not done' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'mutation|alter|update|delete|stuck|变更|更新|删除|卡住',
  query: 'SELECT * FROM system.mutations WHERE NOT is_done ORDER BY create_time',
  facts: [
    'mutations.unfinished',
    'mutations.oldest.database',
    'mutations.oldest.table',
    'mutations.oldest.id',
    'mutations.oldest.seconds',
    'mutations.oldest.partsToDo',
    'mutations.oldest.command',
    'mutations.oldest.isFailing',
    'mutations.oldest.reason',
    'mutations.behind',
    'mutations.canBeKilled',
  ],
  async see(client: ClickhouseClient, _given, limit) {
    const present = await client.columns('mutations', limit);
    const more = having(['latest_fail_reason', 'latest_failed_part'], present);
    const columns = ['database', 'table', 'mutation_id', 'command', 'parts_to_do', 'now() - create_time AS age', ...more];
    const rows =
      present.size === 0
        ? []
        : await client.read(`SELECT ${columns.join(', ')} FROM system.mutations WHERE NOT is_done ORDER BY create_time`, limit, 200);
    // One that fails holds up those behind it; without one that says so, the oldest is the one to look at.
    const first = rows.find((row) => textOf(row.latest_fail_reason) !== '') ?? rows[0];
    const behind = rows.filter((row) => row !== first && row.database === first?.database && row.table === first?.table).length;
    const facts: Facts = {
      'mutations.unfinished': rows.length,
      'mutations.behind': behind,
      // `KILL MUTATION` came with the columns that tell of failures, in 19.4.
      'mutations.canBeKilled': more.length > 0,
      ...(first === undefined
        ? { 'mutations.oldest.seconds': 0 }
        : {
            'mutations.oldest.database': textOf(first.database),
            'mutations.oldest.table': textOf(first.table),
            'mutations.oldest.id': textOf(first.mutation_id),
            'mutations.oldest.seconds': Math.max(0, numberOf(first.age)),
            'mutations.oldest.partsToDo': numberOf(first.parts_to_do),
            'mutations.oldest.command': normaliseQuery(textOf(first.command), 'mysql').slice(0, 300),
            'mutations.oldest.isFailing': more.length === 0 ? null : textOf(first.latest_fail_reason) !== '',
            'mutations.oldest.reason': textOf(first.latest_fail_reason).slice(0, 300),
          }),
    };
    return {
      headline: {
        'zh-CN':
          rows.length === 0
            ? '没有未完成的 mutation'
            : `${String(rows.length)} 个 mutation 未完成，最久 ${String(facts['mutations.oldest.seconds'])} 秒`,
        en:
          rows.length === 0
            ? 'no mutation is unfinished'
            : `${String(rows.length)} mutations are unfinished, the oldest for ${String(facts['mutations.oldest.seconds'])} s`,
      },
      facts,
      text: rows
        .slice(0, 40)
        .map(
          (row) =>
            `${textOf(row.database)}.${textOf(row.table)} ${textOf(row.mutation_id)} ${textOf(row.age)} s, parts to do ${textOf(row.parts_to_do)}: ${normaliseQuery(textOf(row.command), 'mysql').slice(0, 200)} ${textOf(row.latest_fail_reason).slice(0, 200)}`,
        )
        .join('\n'),
    };
  },
});
