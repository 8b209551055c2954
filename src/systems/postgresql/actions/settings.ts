/** ALTER SYSTEM with a reload, and ALTER ROLE … SET, on allow-lists. The undo brings back exactly what was written before, or nothing. */

import { z } from 'zod';
import type { Risk } from '../../../domain/plan.ts';
import type { Action, Precheck } from '../../contract.ts';
import { sessionAction } from '../../session/actions/session-action.ts';
import { SessionFailure, type SessionLimit } from '../../session/failure.ts';
import { textOf } from '../../session/rows.ts';
import type { PostgresqlClient } from '../client.ts';
import { first } from '../probes/postgresql-probe.ts';

const count = /^\d{1,9}$/;
const size = /^\d{1,9}(kB|MB|GB)$/;
const time = /^\d{1,9}(us|ms|s|min|h|d)?$/;
const toggle = /^(on|off)$/;
const fraction = /^\d{1,3}(\.\d{1,4})?$/;

/** What each may be; all take effect at a reload. */
const plainSettings: Readonly<Record<string, RegExp>> = {
  statement_timeout: time,
  lock_timeout: time,
  idle_in_transaction_session_timeout: time,
  idle_session_timeout: time,
  log_min_duration_statement: /^-?\d{1,9}(ms|s|min)?$/,
  log_lock_waits: toggle,
  work_mem: size,
  maintenance_work_mem: size,
  temp_file_limit: /^(-1|\d{1,9}(kB|MB|GB))$/,
  max_wal_size: size,
  checkpoint_timeout: time,
  max_slot_wal_keep_size: /^(-1|\d{1,9}(kB|MB|GB))$/,
  wal_keep_size: size,
  autovacuum: toggle,
  autovacuum_naptime: time,
  autovacuum_vacuum_cost_limit: /^(-1|\d{1,5})$/,
  autovacuum_vacuum_cost_delay: /^(-1|\d{1,3}(\.\d+)?(ms)?)$/,
  autovacuum_vacuum_scale_factor: fraction,
  autovacuum_analyze_scale_factor: fraction,
  enable_indexscan: toggle,
  enable_seqscan: toggle,
  random_page_cost: fraction,
  jit: toggle,
  default_transaction_read_only: toggle,
  hot_standby_feedback: toggle,
  max_standby_streaming_delay: /^(-1|\d{1,9}(ms|s|min)?)$/,
  effective_io_concurrency: count,
};

/** These decide what a crash may cost. */
const durabilitySettings: Readonly<Record<string, RegExp>> = {
  synchronous_standby_names: /^[A-Za-z0-9_"*(), -]{0,200}$/,
  synchronous_commit: /^(on|off|local|remote_write|remote_apply)$/,
};

export const setSetting = settingAction('set-setting', 'medium', plainSettings);
export const setDurability = settingAction('set-durability', 'high', durabilitySettings);

function settingAction(name: string, risk: Risk, settings: Readonly<Record<string, RegExp>>): Action<PostgresqlClient> {
  const given = z
    .strictObject({ name: z.string(), value: z.union([z.string().max(200), z.number()]) })
    .refine((each) => settings[each.name] !== undefined, { path: ['name'], error: `expected one of ${Object.keys(settings).join(', ')}` })
    .refine((each) => settings[each.name]?.test(String(each.value)) ?? false, {
      path: ['value'],
      error: 'expected a value that this setting can have',
    });
  return sessionAction({
    name,
    risk,
    arguments: given,
    verifyWithinMs: 8_000,
    summary: (each) => ({ 'zh-CN': `将 ${each.name} 设为 ${shown(each.value)}`, en: `set ${each.name} to ${shown(each.value)}` }),
    effect: () => ({
      'zh-CN': '写入 postgresql.auto.conf 并重新加载，立即对所有会话生效（自己另设过的会话除外），重启后仍保留',
      en: 'written to postgresql.auto.conf and reloaded: in force at once for every session that has not set it itself, and kept over a restart',
    }),
    verification: (each) => ({ 'zh-CN': `服务器报告 ${each.name} 为新值`, en: `the server reports the new ${each.name}` }),
    async precheck(client: PostgresqlClient, each, limit) {
      const now = await readSetting(client, each.name, limit);
      if (now === null) return blocked(`该版本没有参数 ${each.name}`, `this version has no ${each.name}`);
      if (now.isSame(String(each.value)))
        return { state: 'already', note: { 'zh-CN': `已经是 ${now.shown}`, en: `is ${now.shown} already` } };
      return { state: 'ready', before: { written: await readWritten(client, each.name, limit), value: now.shown } };
    },
    isApplied: async (client, each, _before, limit) => (await readSetting(client, each.name, limit))?.isSame(String(each.value)) ?? false,
    async apply(client, each, before, limit) {
      await write(client, each.name, String(each.value), limit);
      return {
        'zh-CN': `${each.name}：${textOf(before.value)} → ${shown(each.value)}`,
        en: `${each.name}: ${textOf(before.value)} → ${shown(each.value)}`,
      };
    },
    async verify(client, each, _before, limit) {
      const now = await readSetting(client, each.name, limit);
      return {
        isMet: now?.isSame(String(each.value)) ?? false,
        note: { 'zh-CN': `${each.name} 现为 ${now?.shown ?? '?'}`, en: `${each.name} is ${now?.shown ?? '?'} now` },
      };
    },
    undo: {
      summary: (each) => ({ 'zh-CN': `把 ${each.name} 恢复为原来的写法`, en: `write ${each.name} back as it was` }),
      present: async (client, each, _before, limit) => ({ written: await readWritten(client, each.name, limit) }),
      async apply(client, each, before, limit) {
        const written = typeof before.written === 'string' ? before.written : null;
        await write(client, each.name, written, limit);
        return { 'zh-CN': `${each.name} 已恢复为 ${textOf(before.value)}`, en: `${each.name} is back at ${textOf(before.value)}` };
      },
    },
  });
}

const roleSettings: Readonly<Record<string, RegExp>> = {
  idle_in_transaction_session_timeout: time,
  statement_timeout: time,
  lock_timeout: time,
  idle_session_timeout: time,
  work_mem: size,
  default_transaction_read_only: toggle,
};

export const setRoleSetting = sessionAction({
  name: 'set-role-setting',
  risk: 'medium',
  arguments: z
    .strictObject({ login: z.string().min(1).max(63), name: z.string(), value: z.union([z.string().max(100), z.number()]) })
    .refine((each) => roleSettings[each.name] !== undefined, {
      path: ['name'],
      error: `expected one of ${Object.keys(roleSettings).join(', ')}`,
    })
    .refine((each) => roleSettings[each.name]?.test(String(each.value)) ?? false, {
      path: ['value'],
      error: 'expected a value that this setting can have',
    }),
  verifyWithinMs: 5_000,
  summary: (each) => ({
    'zh-CN': `为账号 ${each.login} 将 ${each.name} 设为 ${shown(each.value)}`,
    en: `set ${each.name} to ${shown(each.value)} for the login ${each.login}`,
  }),
  effect: () => ({ 'zh-CN': '只影响该账号此后新建的会话', en: 'concerns only sessions that this login opens from now on' }),
  verification: () => ({ 'zh-CN': 'pg_db_role_setting 中是新值', en: 'pg_db_role_setting holds the new value' }),
  async precheck(client: PostgresqlClient, each, limit) {
    const known = await client.read('SELECT rolname FROM pg_roles WHERE rolname = $1', [each.login], limit);
    if (known.length === 0) return blocked(`没有账号 ${each.login}`, `there is no login ${each.login}`);
    const old = await readRoleSetting(client, each, limit);
    if (old === String(each.value)) return { state: 'already', note: { 'zh-CN': `已经是 ${old}`, en: `is ${old} already` } };
    return { state: 'ready', before: { value: old } };
  },
  isApplied: async (client, each, _before, limit) => (await readRoleSetting(client, each, limit)) === String(each.value),
  async apply(client, each, before, limit) {
    await client.change(`ALTER ROLE ${quoted(each.login)} SET ${each.name} = ${literal(String(each.value))}`, [], limit);
    return {
      'zh-CN': `${each.name}：${textOf(before.value) || '未设置'} → ${shown(each.value)}`,
      en: `${each.name}: ${textOf(before.value) || 'unset'} → ${shown(each.value)}`,
    };
  },
  async verify(client, each, _before, limit) {
    const now = await readRoleSetting(client, each, limit);
    return { isMet: now === String(each.value), note: { 'zh-CN': `现为 ${now ?? '未设置'}`, en: `it is ${now ?? 'unset'} now` } };
  },
  undo: {
    summary: (each) => ({ 'zh-CN': `把 ${each.login} 的 ${each.name} 恢复为原值`, en: `set ${each.name} of ${each.login} back` }),
    present: async (client, each, _before, limit) => ({ value: await readRoleSetting(client, each, limit) }),
    async apply(client, each, before, limit) {
      const old = typeof before.value === 'string' ? before.value : null;
      const role = `ALTER ROLE ${quoted(each.login)}`;
      await client.change(old === null ? `${role} RESET ${each.name}` : `${role} SET ${each.name} = ${literal(old)}`, [], limit);
      return { 'zh-CN': `已恢复为 ${old ?? '未设置'}`, en: `it is ${old ?? 'unset'} again` };
    },
  },
});

interface Current {
  readonly shown: string;
  isSame(wanted: string): boolean;
}

/** As a new session gets it: what this one has set for itself is left out of account. `64MB` and `65536kB` are the same. */
async function readSetting(client: PostgresqlClient, name: string, limit: SessionLimit): Promise<Current | null> {
  const rows = await client.read(
    "SELECT reset_val AS value, coalesce(unit, '') AS unit, vartype FROM pg_settings WHERE name = $1",
    [name],
    limit,
  );
  if (rows.length === 0) return null;
  const row = first(rows);
  const value = textOf(row.value);
  const unit = textOf(row.unit);
  const isNumber = row.vartype === 'integer' || row.vartype === 'real';
  return {
    shown: `${value}${isNumber && unit !== '' && !value.startsWith('-') ? ` × ${unit}` : ''}`,
    isSame: (wanted) => value === wanted || (isNumber && baseOf(wanted, unit) === Number(value)),
  };
}

const factors: Readonly<Record<string, number>> = {
  kB: 1_024, MB: 1_048_576, GB: 1_073_741_824, '8kB': 8_192, us: 0.001, ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000,
}; // biome-ignore format: units in one look

/** In the setting's own unit; a number without one is in that unit already. */
function baseOf(wanted: string, unit: string): number {
  const match = /^(-?\d+(?:\.\d+)?)([A-Za-z]*)$/.exec(wanted);
  if (match === null) return Number.NaN;
  const [, number = '', suffix = ''] = match;
  return suffix === '' ? Number(number) : (Number(number) * (factors[suffix] ?? Number.NaN)) / (factors[unit] ?? 1);
}

/** What postgresql.auto.conf says; null when it says nothing. The file itself tells, not the value in force. */
async function readWritten(client: PostgresqlClient, name: string, limit: SessionLimit): Promise<string | null> {
  const rows = await client.read(
    "SELECT setting FROM pg_file_settings WHERE name = $1 AND sourcefile LIKE '%postgresql.auto.conf' ORDER BY seqno DESC LIMIT 1",
    [name],
    limit,
  );
  return rows.length === 0 ? null : textOf(first(rows).setting);
}

async function write(client: PostgresqlClient, name: string, value: string | null, limit: SessionLimit): Promise<void> {
  await client.change(value === null ? `ALTER SYSTEM RESET ${name}` : `ALTER SYSTEM SET ${name} = ${literal(value)}`, [], limit);
  await client.change('SELECT pg_reload_conf()', [], limit);
}

async function readRoleSetting(
  client: PostgresqlClient,
  given: { login: string; name: string },
  limit: SessionLimit,
): Promise<string | null> {
  const statement = `SELECT split_part(c, '=', 2) AS value FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole, unnest(s.setconfig) c
    WHERE s.setdatabase = 0 AND r.rolname = $1 AND split_part(c, '=', 1) = $2`;
  const rows = await client.read(statement, [given.login, given.name], limit);
  return rows.length === 0 ? null : textOf(first(rows).value);
}

function blocked(chinese: string, english: string): Precheck {
  return { state: 'blocked', reason: { 'zh-CN': chinese, en: english } };
}

export function literal(value: string): string {
  if (/[\\\0]/.test(value)) throw new SessionFailure('A value with a backslash cannot be written', { problem: 'reply', stage: 'command' });
  return `'${value.replaceAll("'", "''")}'`;
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function shown(value: string | number): string {
  return value === '' ? "''" : String(value);
}
