/** The limit of connections of one login or one database. It counts for newcomers only, so that both ways nobody is disconnected. */

import { z } from 'zod';
import type { LocalText } from '../../../domain/text.ts';
import type { Precheck } from '../../contract.ts';
import { sessionAction } from '../../session/actions/session-action.ts';
import { SessionFailure, type SessionLimit } from '../../session/failure.ts';
import { numberOf } from '../../session/rows.ts';
import type { PostgresqlClient } from '../client.ts';
import { first } from '../probes/postgresql-probe.ts';
import { quoted } from './settings.ts';

export const setConnectionLimit = sessionAction({
  name: 'set-connection-limit',
  risk: 'medium',
  arguments: z.strictObject({
    of: z.enum(['role', 'database']),
    name: z.string().min(1).max(63),
    value: z.number().int().min(1).max(262_143),
  }),
  verifyWithinMs: 5_000,
  summary: (given) => ({
    'zh-CN': `将${wordOf(given)['zh-CN']}的连接上限设为 ${String(given.value)}`,
    en: `set the connection limit of ${wordOf(given).en} to ${String(given.value)}`,
  }),
  effect: () => ({
    'zh-CN': '立即生效，只影响新建的连接，已有的不会断开；重启后仍保留',
    en: 'takes effect at once, for new connections only; those that are there stay, and it is kept over a restart',
  }),
  verification: () => ({ 'zh-CN': '系统目录中是新上限', en: 'the catalog holds the new limit' }),
  async precheck(client: PostgresqlClient, given, limit) {
    const now = await read(client, given, limit);
    const word = wordOf(given);
    if (now === null) return blocked(`没有${word['zh-CN']}`, `there is no ${word.en}`);
    if (now.isExempt) return blocked(`${word['zh-CN']}是超级用户，不受上限约束`, `${word.en} is a superuser, whom no limit binds`);
    if (now.value === given.value)
      return { state: 'already', note: { 'zh-CN': `已经是 ${String(now.value)}`, en: `is ${String(now.value)} already` } };
    if (given.value > now.serverMax)
      return blocked(
        `超过整个实例的 max_connections（${String(now.serverMax)}），不会有效果`,
        `more than the server’s max_connections (${String(now.serverMax)}): it would have no effect`,
      );
    return { state: 'ready', before: { value: now.value } };
  },
  isApplied: async (client, given, _before, limit) => (await read(client, given, limit))?.value === given.value,
  async apply(client, given, before, limit) {
    await write(client, given, given.value, limit);
    const [from, to] = [shown(numberOf(before.value)), shown(given.value)];
    return { 'zh-CN': `连接上限：${from['zh-CN']} → ${to['zh-CN']}`, en: `connection limit: ${from.en} → ${to.en}` };
  },
  async verify(client, given, _before, limit) {
    const now = await read(client, given, limit);
    const word = now === null ? { 'zh-CN': '未知', en: 'unknown' } : shown(now.value);
    return {
      isMet: now?.value === given.value,
      note: { 'zh-CN': `连接上限现为 ${word['zh-CN']}`, en: `the connection limit is ${word.en} now` },
    };
  },
  undo: {
    summary: (given) => ({
      'zh-CN': `把${wordOf(given)['zh-CN']}的连接上限恢复为原值；已有的连接不会断开`,
      en: `set the connection limit of ${wordOf(given).en} back; connections that are there stay`,
    }),
    present: async (client, given, _before, limit) => ({ value: (await read(client, given, limit))?.value ?? null }),
    async apply(client, given, before, limit) {
      const old = numberOf(before.value);
      await write(client, given, old, limit);
      return { 'zh-CN': `连接上限已恢复为${shown(old)['zh-CN']}`, en: `the connection limit is back at ${shown(old).en}` };
    },
  },
});

interface Holder {
  readonly of: 'role' | 'database';
  readonly name: string;
}

interface Limit {
  /** -1 is without a limit. */
  readonly value: number;
  readonly serverMax: number;
  readonly isExempt: boolean;
}

const statements = {
  role: "SELECT rolconnlimit AS value, rolsuper AS exempt, current_setting('max_connections')::int AS max FROM pg_roles WHERE rolname = $1",
  database:
    "SELECT datconnlimit AS value, false AS exempt, current_setting('max_connections')::int AS max FROM pg_database WHERE datname = $1",
} as const;

async function read(client: PostgresqlClient, given: Holder, limit: SessionLimit): Promise<Limit | null> {
  const rows = await client.read(statements[given.of], [given.name], limit);
  if (rows.length === 0) return null;
  const row = first(rows);
  return { value: numberOf(row.value), serverMax: numberOf(row.max), isExempt: row.exempt === true };
}

async function write(client: PostgresqlClient, given: Holder, value: number, limit: SessionLimit): Promise<void> {
  if (!Number.isInteger(value) || value < -1)
    throw new SessionFailure('The recorded connection limit is none that there can be', { problem: 'reply', stage: 'command' });
  const command = given.of === 'role' ? 'ALTER ROLE' : 'ALTER DATABASE';
  await client.change(`${command} ${quoted(given.name)} CONNECTION LIMIT ${String(value)}`, [], limit);
}

function wordOf(given: Holder): LocalText {
  return given.of === 'role'
    ? { 'zh-CN': `账号 ${given.name} `, en: `login ${given.name}` }
    : { 'zh-CN': `数据库 ${given.name} `, en: `database ${given.name}` };
}

function shown(value: number): LocalText {
  return value < 0 ? { 'zh-CN': '不限', en: 'none' } : { 'zh-CN': String(value), en: String(value) };
}

function blocked(chinese: string, english: string): Precheck {
  return { state: 'blocked', reason: { 'zh-CN': chinese, en: english } };
}
