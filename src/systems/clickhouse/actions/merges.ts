/** Lets the merges of a table run again after SYSTEM STOP MERGES. */

import { z } from 'zod';
import type { HttpLimit } from '../../http/exchange.ts';
import { already, apiAction, blocked } from '../../http-api/actions/api-action.ts';
import type { ClickhouseClient } from '../client.ts';
import { numberOf, quoted } from '../rows.ts';

/** `database.table`, as the looks name it. */
const tableName = z.string().regex(/^[^`\\\s]{1,400}$/, 'expected database.table');

export const startMerges = apiAction({
  name: 'start-merges',
  risk: 'low',
  arguments: z.strictObject({ table: tableName }),
  verifyWithinMs: 60_000,
  summary: (each) => ({ 'zh-CN': `恢复 ${each.table} 的后台合并`, en: `start the merges of ${each.table} again` }),
  effect: () => ({
    'zh-CN': '积压的数据片开始合并，期间磁盘与 CPU 会忙一阵；数据不变',
    en: 'the parts that piled up are merged, which keeps disk and CPU busy for a while; the data stays',
  }),
  verification: () => ({ 'zh-CN': '有合并在进行，或数据片变少', en: 'merges run, or there are fewer parts' }),
  async precheck(client: ClickhouseClient, each, limit) {
    const state = await readState(client, each, limit);
    if (state.parts === 0) return blocked('没有这张表，或表里没有数据片', 'there is no such table, or it has no parts');
    return state.merges > 0 ? already('已经有合并在进行', 'merges run already') : { state: 'ready', before: { parts: state.parts } };
  },
  isApplied: (client, each, before, limit) => hasStarted(client, each, numberOf(before.parts), limit),
  async apply(client, each, _before, limit) {
    const [database, table] = namesOf(each);
    await client.change(`SYSTEM START MERGES \`${database}\`.\`${table}\``, limit);
    return { 'zh-CN': '已恢复合并', en: 'merges may run again' };
  },
  async verify(client, each, before, limit) {
    const isMet = await hasStarted(client, each, numberOf(before.parts), limit);
    return {
      isMet,
      note: isMet
        ? { 'zh-CN': '合并在进行', en: 'merges run' }
        : { 'zh-CN': '还没有合并开始，数据片也没有变少', en: 'no merge has begun yet, and there are as many parts' },
    };
  },
  undo: {
    summary: (each) => ({ 'zh-CN': `再次停止 ${each.table} 的合并`, en: `stop the merges of ${each.table} again` }),
    async apply(client, each, _before, limit) {
      const [database, table] = namesOf(each);
      await client.change(`SYSTEM STOP MERGES \`${database}\`.\`${table}\``, limit);
      return { 'zh-CN': '合并已停止；已合并的数据片保持合并后的样子', en: 'merges are stopped; parts that were merged stay so' };
    },
  },
});

/** The server does not tell whether merges are stopped, only what they do. */
async function hasStarted(client: ClickhouseClient, each: { readonly table: string }, before: number, limit: HttpLimit): Promise<boolean> {
  const state = await readState(client, each, limit);
  return state.merges > 0 || state.parts < before;
}

async function readState(
  client: ClickhouseClient,
  each: { readonly table: string },
  limit: HttpLimit,
): Promise<{ parts: number; merges: number }> {
  const [database, table] = namesOf(each);
  const where = `database = ${quoted(database)} AND table = ${quoted(table)}`;
  const [parts] = await client.read(`SELECT count() AS count FROM system.parts WHERE active AND ${where}`, limit, 1);
  const [merges] = await client.read(`SELECT count() AS count FROM system.merges WHERE ${where}`, limit, 1);
  return { parts: numberOf(parts?.count), merges: numberOf(merges?.count) };
}

function namesOf({ table }: { readonly table: string }): readonly [database: string, table: string] {
  const at = table.indexOf('.');
  return [table.slice(0, at), table.slice(at + 1)];
}
