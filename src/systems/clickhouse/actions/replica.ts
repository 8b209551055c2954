/** Has a replicated table open its session with Keeper anew. */

import { z } from 'zod';
import type { HttpLimit } from '../../http/exchange.ts';
import { already, apiAction, blocked } from '../../http-api/actions/api-action.ts';
import type { ClickhouseClient } from '../client.ts';
import { numberOf, quoted } from '../rows.ts';

const name = z.string().regex(/^[^`\\\s]{1,200}$/, 'expected a plain name');

export const restartReplica = apiAction({
  name: 'restart-replica',
  risk: 'low',
  arguments: z.strictObject({ database: name, table: name }),
  verifyWithinMs: 60_000,
  summary: (each) => ({
    'zh-CN': `重新初始化复制表 ${each.database}.${each.table}`,
    en: `restart the replica of ${each.database}.${each.table}`,
  }),
  effect: () => ({
    'zh-CN': '该表重新连接 Keeper 并比对数据片；期间短暂不可写，数据不变',
    en: 'the table connects to Keeper anew and compares its parts; it takes no writes for a moment, its data stays',
  }),
  verification: () => ({ 'zh-CN': '该表不再是只读', en: 'the table is not read-only any more' }),
  async precheck(client: ClickhouseClient, each, limit) {
    const state = await readState(client, each, limit);
    if (state === null) return blocked('没有这张复制表', 'there is no such replicated table');
    return state.isReadonly || state.isExpired ? { state: 'ready', before: {} } : already('该表可写', 'the table takes writes');
  },
  async isApplied(client, each, _before, limit) {
    const state = await readState(client, each, limit);
    return state !== null && !state.isReadonly && !state.isExpired;
  },
  async apply(client, each, _before, limit) {
    await client.change(`SYSTEM RESTART REPLICA \`${each.database}\`.\`${each.table}\``, limit);
    return { 'zh-CN': '已重新初始化', en: 'restarted' };
  },
  async verify(client, each, _before, limit) {
    const state = await readState(client, each, limit);
    const isMet = state !== null && !state.isReadonly && !state.isExpired;
    return {
      isMet,
      note: isMet ? { 'zh-CN': '该表可写', en: 'the table takes writes' } : { 'zh-CN': '该表仍是只读', en: 'the table is still read-only' },
    };
  },
  undo: {
    impossible: {
      'zh-CN': '无需回滚：只是重新建立会话，不改变数据与设置',
      en: 'nothing to bring back: a session is opened anew, and neither data nor settings change',
    },
  },
});

async function readState(client: ClickhouseClient, each: { readonly database: string; readonly table: string }, limit: HttpLimit) {
  const where = `database = ${quoted(each.database)} AND table = ${quoted(each.table)}`;
  const [row] = await client.read(`SELECT is_readonly, is_session_expired FROM system.replicas WHERE ${where}`, limit, 1);
  return row === undefined ? null : { isReadonly: numberOf(row.is_readonly) === 1, isExpired: numberOf(row.is_session_expired) === 1 };
}
