/** SET GLOBAL on an allow-list, and read-only. The undo brings the old value back exactly; a restart falls back to the file either way. */

import { z } from 'zod';
import { SystemError } from '../../../domain/errors.ts';
import type { Precheck } from '../../contract.ts';
import { sessionAction } from '../../session/actions/session-action.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { flagOf, textOf } from '../../session/rows.ts';
import type { MysqlClient } from '../client.ts';
import { readVariables } from '../probes/mysql-probe.ts';
import { readChannel } from './replication.ts';

const count = /^\d{1,12}$/;
const toggle = /^(ON|OFF)$/;
/** What may stand in a SET without quotes. */
const plainValue = /^(-?\d{1,20}(\.\d{1,9})?|ON|OFF|DISABLED)$/;

/** What each may be; all can be changed while the server runs. */
const settings: Readonly<Record<string, RegExp>> = {
  max_connections: /^[1-9]\d{1,5}$/,
  max_user_connections: count,
  max_connect_errors: count,
  wait_timeout: count,
  max_allowed_packet: /^[1-9]\d{3,9}$/,
  interactive_timeout: count,
  thread_cache_size: count,
  table_open_cache: count,
  tmp_table_size: count,
  max_heap_table_size: count,
  innodb_lock_wait_timeout: /^[1-9]\d{0,4}$/,
  lock_wait_timeout: /^[1-9]\d{0,7}$/,
  innodb_io_capacity: count,
  innodb_deadlock_detect: toggle,
  innodb_print_all_deadlocks: toggle,
  slow_query_log: toggle,
  general_log: toggle,
  long_query_time: /^\d{1,5}(\.\d{1,6})?$/,
  max_execution_time: count,
  max_prepared_stmt_count: /^[1-9]\d{1,6}$/,
  event_scheduler: toggle,
  max_statement_time: /^\d{1,7}(\.\d{1,6})?$/,
};

export const setGlobal = sessionAction({
  name: 'set-global',
  risk: 'medium',
  arguments: z
    .strictObject({ name: z.string(), value: z.union([z.string().max(40), z.number()]) })
    .refine((each) => settings[each.name] !== undefined, { path: ['name'], error: `expected one of ${Object.keys(settings).join(', ')}` })
    .refine((each) => settings[each.name]?.test(String(each.value)) ?? false, {
      path: ['value'],
      error: 'expected a value that this variable can have',
    }),
  verifyWithinMs: 5_000,
  summary: (each) => ({ 'zh-CN': `将 ${each.name} 设为 ${String(each.value)}`, en: `set ${each.name} to ${String(each.value)}` }),
  effect: () => ({
    'zh-CN': '立即生效（会话级变量只影响新连接）；重启后失效，需要长期保留时请同步修改配置文件',
    en: 'takes effect at once (for session variables, on new connections); lost at a restart unless the configuration file is changed as well',
  }),
  verification: (each) => ({
    'zh-CN': `SHOW GLOBAL VARIABLES 中 ${each.name} 为新值`,
    en: `SHOW GLOBAL VARIABLES has the new ${each.name}`,
  }),
  async precheck(client: MysqlClient, each, limit) {
    const old = await readOne(client, each.name, limit);
    if (old === null) return blocked(`该版本没有变量 ${each.name}`, `this version has no ${each.name}`);
    if (isSame(old, String(each.value))) return { state: 'already', note: { 'zh-CN': `已经是 ${old}`, en: `is ${old} already` } };
    return { state: 'ready', before: { value: old } };
  },
  async isApplied(client, each, _before, limit) {
    const now = await readOne(client, each.name, limit);
    return now !== null && isSame(now, String(each.value));
  },
  async apply(client, each, before, limit) {
    await client.change(`SET GLOBAL ${each.name} = ${String(each.value)}`, [], limit);
    return {
      'zh-CN': `${each.name}：${textOf(before.value)} → ${String(each.value)}`,
      en: `${each.name}: ${textOf(before.value)} → ${String(each.value)}`,
    };
  },
  async verify(client, each, _before, limit) {
    const now = await readOne(client, each.name, limit);
    return {
      isMet: now !== null && isSame(now, String(each.value)),
      note: { 'zh-CN': `${each.name} 现为 ${String(now)}`, en: `${each.name} is ${String(now)} now` },
    };
  },
  undo: {
    summary: (each) => ({ 'zh-CN': `把 ${each.name} 恢复为原值`, en: `set ${each.name} back to its old value` }),
    present: async (client, each, _before, limit) => ({ value: await readOne(client, each.name, limit) }),
    async apply(client, each, before, limit) {
      const old = textOf(before.value);
      // The server had it, and has it again, also where Zhiban would never propose it.
      if (!plainValue.test(old)) throw new SystemError(`Cannot undo ${each.name}: the recorded value is none`, { retry: 'never' });
      await client.change(`SET GLOBAL ${each.name} = ${old}`, [], limit);
      return { 'zh-CN': `${each.name} 已恢复为 ${old}`, en: `${each.name} is back at ${old}` };
    },
  },
});

export const setReadOnly = sessionAction({
  name: 'set-read-only',
  risk: 'high',
  arguments: z.strictObject({ value: z.enum(['ON', 'OFF']) }),
  verifyWithinMs: 5_000,
  summary: (each) => ({ 'zh-CN': `将 read_only 设为 ${each.value}`, en: `set read_only to ${each.value}` }),
  effect: (each) =>
    each.value === 'OFF'
      ? {
          'zh-CN': '实例开始接受写入；若另有主库在写，数据会分叉',
          en: 'the server takes writes; if another primary does as well, their data diverges',
        }
      : { 'zh-CN': '普通账号的写入立即报错 1290', en: 'writes of ordinary accounts fail with 1290 at once' },
  verification: (each) => ({ 'zh-CN': `read_only 为 ${each.value}`, en: `read_only is ${each.value}` }),
  async precheck(client: MysqlClient, each, limit) {
    const now = await readState(client, limit);
    if (now.readOnly === (each.value === 'ON'))
      return { state: 'already', note: { 'zh-CN': `已经是 ${each.value}`, en: `is ${each.value} already` } };
    if (each.value === 'OFF' && (await readChannel(client, null, limit)) !== null)
      return blocked('这是从库：放开写入会与主库分叉', 'this is a replica: letting it take writes would make it differ from its primary');
    return { state: 'ready', before: { readOnly: now.readOnly, superReadOnly: now.superReadOnly } };
  },
  isApplied: async (client, each, _before, limit) => (await readState(client, limit)).readOnly === (each.value === 'ON'),
  async apply(client, each, _before, limit) {
    await client.change(`SET GLOBAL read_only = ${each.value}`, [], limit);
    return { 'zh-CN': `read_only 已为 ${each.value}`, en: `read_only is ${each.value}` };
  },
  async verify(client, each, _before, limit) {
    const now = (await readState(client, limit)).readOnly ? 'ON' : 'OFF';
    return { isMet: now === each.value, note: { 'zh-CN': `read_only 现为 ${now}`, en: `read_only is ${now} now` } };
  },
  undo: {
    summary: () => ({ 'zh-CN': '把 read_only（与 super_read_only）恢复为原值', en: 'set read_only (and super_read_only) back' }),
    present: async (client, _given, _before, limit) => ({ ...(await readState(client, limit)) }),
    async apply(client, _given, before, limit) {
      await client.change(`SET GLOBAL read_only = ${before.readOnly === true ? 'ON' : 'OFF'}`, [], limit);
      if (before.superReadOnly === true) await client.change('SET GLOBAL super_read_only = ON', [], limit);
      return { 'zh-CN': '已恢复', en: 'it is back as it was' };
    },
  },
});

async function readOne(client: MysqlClient, name: string, limit: SessionLimit): Promise<string | null> {
  return (await readVariables(client, [name], limit)).get(name) ?? null;
}

async function readState(client: MysqlClient, limit: SessionLimit): Promise<{ readOnly: boolean; superReadOnly: boolean }> {
  const found = await readVariables(client, ['read_only', 'super_read_only'], limit);
  return { readOnly: !/^(OFF|0)$/i.test(found.get('read_only') ?? 'OFF'), superReadOnly: flagOf(found.get('super_read_only')) };
}

/** `10` and `10.000000` are the same. */
function isSame(now: string, wanted: string): boolean {
  return now.toUpperCase() === wanted.toUpperCase() || (/^[\d.]+$/.test(now) && /^[\d.]+$/.test(wanted) && Number(now) === Number(wanted));
}

function blocked(chinese: string, english: string): Precheck {
  return { state: 'blocked', reason: { 'zh-CN': chinese, en: english } };
}
