/** ClickHouse, over its HTTP interface; one entry is one server. */

import { z } from 'zod';
import type { LookContext, SystemCheck, SystemKind } from '../contract.ts';
import { entryShape } from '../entry.ts';
import { apiEntryShape } from '../http-api/client.ts';
import { ApiFailure, isSystemFailure } from '../http-api/failure.ts';
import { clickhouseActions } from './actions.ts';
import { type ClickhouseClient, createClickhouseClient } from './client.ts';
import { clickhouseCommands } from './commands.ts';
import { clickhouseProbes } from './probes.ts';
import { numberOf, textOf } from './rows.ts';
import { clickhouseSignatures } from './signatures.ts';

const clickhouseEntry = z.strictObject({ ...entryShape, ...apiEntryShape, kind: z.literal('clickhouse') });

export type ClickhouseEntry = z.infer<typeof clickhouseEntry>;

export const clickhouseKind: SystemKind<ClickhouseClient, ClickhouseEntry> = {
  kind: 'clickhouse',
  title: { 'zh-CN': 'ClickHouse', en: 'ClickHouse' },
  entry: clickhouseEntry,
  connect: createClickhouseClient,
  probes: clickhouseProbes,
  signatures: clickhouseSignatures,
  actions: clickhouseActions,
  commands: clickhouseCommands,
  check,
};

async function check(client: ClickhouseClient, context: LookContext): Promise<readonly SystemCheck[]> {
  const limit = { timeoutMs: 5_000, signal: context.signal };
  try {
    // A look has `readonly` on by itself; what the account has is told by the setting's own `changed`, or by its grants.
    await client.read('SELECT 1 AS one FROM system.processes', limit, 1);
    const grants = await readGrants(client, limit);
    return checksOf(grants, context.entry.actionsEnabled);
  } catch (error) {
    if (!isSystemFailure(error)) throw error;
    return [{ level: 'fail', text: { 'zh-CN': `无法使用：${error.message}`, en: error.message } }];
  }
}

/** Null where the version has no grants (before 20.4), or keeps them from the account. */
async function readGrants(client: ClickhouseClient, limit: Parameters<ClickhouseClient['read']>[1]): Promise<readonly string[] | null> {
  try {
    const rows = await client.read(
      'SELECT access_type, database, is_partial_revoke FROM system.grants WHERE user_name = currentUser()',
      limit,
      500,
    );
    return rows
      .filter((row) => numberOf(row.is_partial_revoke) === 0)
      .map((row) => `${textOf(row.access_type)} ON ${textOf(row.database) || '*'}`);
  } catch (error) {
    if (error instanceof ApiFailure && error.problem !== 'auth') return null;
    throw error;
  }
}

/** Pure: grants as `SELECT ON system`. */
export function checksOf(grants: readonly string[] | null, actionsEnabled: boolean): readonly SystemCheck[] {
  if (grants === null)
    return [
      warn(
        '可以访问，但该版本（或账号）不提供权限清单：请确认该账号在只读配置里（readonly = 2）',
        'reachable, but this version, or this account, tells no grants: make sure that its profile is read-only (readonly = 2)',
      ),
    ];
  const checks: SystemCheck[] = [];
  if (grants.some((grant) => /^(INSERT|ALTER|CREATE|DROP|TRUNCATE|ALL)\b/.test(grant)))
    checks.push(warn('账号可以写入或改结构：按指南收窄', 'the account can write or change structure: narrow it as the guide says'));
  if (grants.some((grant) => /^(SELECT|ALL) ON (?!system$)/.test(grant)))
    checks.push(
      warn('账号可以读取业务数据：收回 system 以外的 SELECT', 'the account can read data: take away SELECT on what is not system'),
    );
  if (actionsEnabled && !grants.some((grant) => /^(KILL QUERY|ALL)\b/.test(grant)))
    checks.push(
      warn(
        '账号没有 KILL QUERY：能提出终止查询的方案，但执行会被拒绝',
        'the account lacks KILL QUERY: plans that kill queries will be refused',
      ),
    );
  return checks.length === 0
    ? [{ level: 'ok', text: { 'zh-CN': '可以访问，权限与用途相符', en: 'reachable, with the rights that it needs and no more' } }]
    : checks;
}

function warn(chinese: string, english: string): SystemCheck {
  return { level: 'warn', text: { 'zh-CN': chinese, en: english } };
}
