/** Logins that can't be used any more, and settings that hold for one login or one database only. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { sessionProbe } from '../../session/probe.ts';
import { flagOf, numberOf, printRows, type Row, textOf } from '../../session/rows.ts';
import type { PostgresqlClient } from '../client.ts';
import { planCosts, scopedPlanFacts } from './scoped-plans.ts';

/** Past VALID UNTIL a password is refused; a hash is never read. */
const roles = `
SELECT rolname AS name, rolvaliduntil < now() AS expired, extract(epoch FROM now() - rolvaliduntil) AS expired_ago, rolcanlogin AS may_login
FROM pg_roles WHERE rolvaliduntil < now() ORDER BY rolvaliduntil DESC LIMIT 50`;

const scoped = `
SELECT coalesce(r.rolname, '') AS role, coalesce(d.datname, '') AS database, split_part(c, '=', 1) AS name, substr(c, strpos(c, '=') + 1) AS value
FROM pg_db_role_setting s LEFT JOIN pg_roles r ON r.oid = s.setrole LEFT JOIN pg_database d ON d.oid = s.setdatabase, unnest(s.setconfig) c
WHERE coalesce(r.rolname, '') <> current_user LIMIT 200`;

/** Of the whole server; `idle_session_timeout` is there since version 14. */
const everywhere = `
SELECT name, reset_val AS value, coalesce(unit, '') AS unit, boot_val FROM pg_settings
WHERE name IN ('idle_session_timeout', 'idle_in_transaction_session_timeout', 'statement_timeout', 'lock_timeout', 'temp_file_limit')
  OR name LIKE 'enable\\_%' OR name = ANY (string_to_array($1, ','))`;

export const loginsProbe = sessionProbe({
  name: 'logins',
  summary: {
    'zh-CN': '过期的账号；只对某个账号或数据库生效的参数',
    en: 'logins that have expired; settings of one login or database',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints:
    'login|password|auth|role|\\buser\\b|slow|plan|setting|expire|timeout|terminat|cancel|reset|search_path|temp|慢|执行计划|参数|登录|密码|账号|过期|超时|断开|中断|取消',
  query: 'SELECT rolname, rolvaliduntil FROM pg_roles; SELECT * FROM pg_db_role_setting',
  async see(client: PostgresqlClient, _given, limit) {
    const expired = await client.read(roles, [], limit);
    const own = await client.read(scoped, [], limit);
    const facts = loginFacts(expired, own, await client.read(everywhere, [planCosts.join(',')], limit));
    return {
      headline: {
        'zh-CN': `过期的账号：${String(facts['logins.expired']) || '无'}；单独设置的参数 ${String(own.length)} 项`,
        en: `expired logins: ${String(facts['logins.expired']) || 'none'}; ${String(own.length)} settings of single logins or databases`,
      },
      facts,
      text: `${printRows(expired)}\n${printRows(own)}`,
    };
  },
});

const timeouts = ['idle_session_timeout', 'idle_in_transaction_session_timeout', 'statement_timeout', 'lock_timeout'] as const;

/** Pure: expired roles, settings of their own and settings of all in, facts out. The shortest of each timeout is told, and whom it is for. */
export function loginFacts(expired: readonly Row[], own: readonly Row[], all: readonly Row[]): Facts {
  const usable = expired.filter((row) => flagOf(row.may_login));
  const facts: Record<string, string | number | null> = {
    'logins.expired': usable
      .slice(0, 5)
      .map(({ name }) => textOf(name))
      .join(', '),
    'logins.expiredSecondsAgo': usable[0] === undefined ? null : Math.round(numberOf(usable[0].expired_ago)),
  };
  for (const name of timeouts) {
    const values = [...own, ...all]
      .filter((row) => row.name === name)
      .map((row) => ({ who: scopeOf(row), ms: millisecondsOf(textOf(row.value)) }));
    const [shortest] = values.filter(({ ms }) => ms > 0).sort((one, other) => one.ms - other.ms);
    facts[`logins.${name}.ms`] = shortest?.ms ?? 0;
    facts[`logins.${name}.of`] = shortest?.who ?? '';
  }
  const limits = [...own, ...all]
    .filter((row) => row.name === 'temp_file_limit')
    .map((row) => ({ who: scopeOf(row), kb: kilobytesOf(textOf(row.value)) }));
  const [smallest] = limits.filter(({ kb }) => kb >= 0).sort((one, other) => one.kb - other.kb);
  facts['logins.temp_file_limit.bytes'] = smallest === undefined ? null : smallest.kb * 1_024;
  facts['logins.temp_file_limit.of'] = smallest?.who ?? '';
  return { ...facts, ...scopedPlanFacts(own, all) };
}

function scopeOf(row: Row): string {
  return textOf(row.role) || textOf(row.database) || '*';
}

const unitsMs: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** As `ALTER ROLE` keeps it: a number of milliseconds, or with a unit. */
export function millisecondsOf(value: string): number {
  const [, number = '0', unit = 'ms'] = /^\s*(-?[\d.]+)\s*([a-z]*)\s*$/i.exec(value) ?? [];
  return Number(number) * (unitsMs[unit || 'ms'] ?? 1);
}

const unitsKb: Readonly<Record<string, number>> = { B: 1 / 1_024, kB: 1, MB: 1_024, GB: 1_048_576, TB: 1_073_741_824 };

/** A number of kilobytes, or with a unit; -1 is no limit. */
export function kilobytesOf(value: string): number {
  const [, number = '-1', unit = 'kB'] = /^\s*(-?[\d.]+)\s*([a-z]*)\s*$/i.exec(value) ?? [];
  return Number(number) * (unitsKb[unit || 'kB'] ?? 1);
}
