/** Ends one query, or one mutation. */

import { z } from 'zod';
import type { HttpLimit } from '../../http/exchange.ts';
import { already, apiAction, blocked } from '../../http-api/actions/api-action.ts';
import type { ClickhouseClient } from '../client.ts';
import { numberOf, quoted } from '../rows.ts';

export const killQuery = apiAction({
  name: 'kill-query',
  risk: 'medium',
  arguments: z.strictObject({
    queryId: z.string().min(1).max(200),
    user: z.string().max(200),
    /** A query id may be given anew: one that has run for less time is another. */
    atLeastSeconds: z.number().min(0).max(1_000_000),
  }),
  verifyWithinMs: 30_000,
  summary: (each) => ({ 'zh-CN': `终止 ${each.user} 的查询 ${each.queryId}`, en: `kill query ${each.queryId} of ${each.user}` }),
  effect: () => ({
    'zh-CN': '查询报错 394 结束，释放内存与线程；INSERT 已写入的数据块会保留',
    en: 'it ends with error 394 and frees memory and threads; blocks that an INSERT has written stay',
  }),
  verification: () => ({ 'zh-CN': 'system.processes 中不再有它', en: 'system.processes does not have it any more' }),
  async precheck(client: ClickhouseClient, each, limit) {
    const seconds = await runningSeconds(client, each, limit);
    if (seconds === null) return already('查询已经结束', 'the query has ended already');
    if (seconds < each.atLeastSeconds) return already('这是另一条刚开始的查询', 'this is another query, which has just begun');
    return { state: 'ready', before: {} };
  },
  async isApplied(client, each, _before, limit) {
    const seconds = await runningSeconds(client, each, limit);
    return seconds === null || seconds < each.atLeastSeconds;
  },
  async apply(client, each, _before, limit) {
    // Without SYNC: a query that does not notice at once would keep us waiting; verify looks for itself.
    await client.change(`KILL QUERY WHERE query_id = ${quoted(each.queryId)} AND user = ${quoted(each.user)}`, limit);
    return { 'zh-CN': `已要求终止 ${each.queryId}`, en: `asked ${each.queryId} to stop` };
  },
  async verify(client, each, _before, limit) {
    const seconds = await runningSeconds(client, each, limit);
    const isGone = seconds === null || seconds < each.atLeastSeconds;
    return {
      isMet: isGone,
      note: isGone ? { 'zh-CN': '查询已结束', en: 'the query has ended' } : { 'zh-CN': '查询仍在结束中', en: 'it is still ending' },
    };
  },
  undo: {
    impossible: {
      'zh-CN': '被终止的查询不能继续；需要时由应用重新发起',
      en: 'a killed query cannot go on; the application must send it again',
    },
  },
});

async function runningSeconds(
  client: ClickhouseClient,
  each: { readonly queryId: string; readonly user: string },
  limit: HttpLimit,
): Promise<number | null> {
  const where = `query_id = ${quoted(each.queryId)} AND user = ${quoted(each.user)}`;
  const [row] = await client.read(`SELECT elapsed FROM system.processes WHERE ${where}`, limit, 1);
  return row === undefined ? null : numberOf(row.elapsed);
}

const name = z.string().min(1).max(200);

export const killMutation = apiAction({
  name: 'kill-mutation',
  risk: 'high',
  arguments: z.strictObject({ database: name, table: name, mutationId: name }),
  verifyWithinMs: 30_000,
  summary: (each) => ({
    'zh-CN': `终止 ${each.database}.${each.table} 的 mutation ${each.mutationId}`,
    en: `kill mutation ${each.mutationId} of ${each.database}.${each.table}`,
  }),
  effect: () => ({
    'zh-CN': '不再继续改写数据片；已改写的数据片保留改写后的内容，表可能处于改了一半的状态',
    en: 'no more parts are rewritten; those that were keep their new content, so that the table may be changed in part',
  }),
  verification: () => ({ 'zh-CN': 'system.mutations 中它已完成或消失', en: 'system.mutations has it as done, or not at all' }),
  async precheck(client: ClickhouseClient, each, limit) {
    if (!(await client.columns('mutations', limit)).has('latest_fail_reason'))
      return blocked('该版本没有 KILL MUTATION（19.4 起才有）', 'this version has no KILL MUTATION, which came with 19.4');
    return (await isUnfinished(client, each, limit)) ? { state: 'ready', before: {} } : already('它已经结束', 'it has ended already');
  },
  isApplied: async (client, each, _before, limit) => !(await isUnfinished(client, each, limit)),
  async apply(client, each, _before, limit) {
    const where = `database = ${quoted(each.database)} AND table = ${quoted(each.table)} AND mutation_id = ${quoted(each.mutationId)}`;
    await client.change(`KILL MUTATION WHERE ${where}`, limit);
    return { 'zh-CN': `已要求终止 ${each.mutationId}`, en: `asked ${each.mutationId} to stop` };
  },
  async verify(client, each, _before, limit) {
    const isGone = !(await isUnfinished(client, each, limit));
    return { isMet: isGone, note: isGone ? { 'zh-CN': '它已结束', en: 'it has ended' } : { 'zh-CN': '它仍在', en: 'it is still there' } };
  },
  undo: {
    impossible: {
      'zh-CN': '被终止的 mutation 不能继续；需要时重新执行 ALTER，已改写的数据片不会还原',
      en: 'a killed mutation cannot go on; run the ALTER again if it is needed. Parts that were rewritten are not brought back',
    },
  },
});

async function isUnfinished(
  client: ClickhouseClient,
  each: { readonly database: string; readonly table: string; readonly mutationId: string },
  limit: HttpLimit,
): Promise<boolean> {
  const where = `database = ${quoted(each.database)} AND table = ${quoted(each.table)} AND mutation_id = ${quoted(each.mutationId)} AND NOT is_done`;
  return (await client.read(`SELECT 1 AS found FROM system.mutations WHERE ${where}`, limit, 1)).length > 0;
}
