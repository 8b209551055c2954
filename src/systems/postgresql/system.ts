/** PostgreSQL, and what speaks its protocol with its catalogue; one entry is one server, seen through one of its databases. */

import { z } from 'zod';
import { secretRef } from '../../domain/secret.ts';
import type { SystemCheck, SystemKind } from '../contract.ts';
import { entryShape } from '../entry.ts';
import { SessionFailure } from '../session/failure.ts';
import { flagOf, textOf } from '../session/rows.ts';
import { postgresqlActions } from './actions.ts';
import { createPostgresqlClient, type PostgresqlClient } from './client.ts';
import { postgresqlCommands } from './commands.ts';
import { first } from './probes/postgresql-probe.ts';
import { postgresqlProbes } from './probes.ts';
import { postgresqlSignatures } from './signatures.ts';

const postgresqlEntry = z.strictObject({
  ...entryShape,
  kind: z.literal('postgresql'),
  /** `postgresql://host:port/database`, without login and options. */
  url: z
    .url({ protocol: /^postgres(ql)?$/, error: 'expected postgresql://host:port/database' })
    .refine((url) => URL.canParse(url) && new URL(url).password === '' && new URL(url).username === '', {
      error: 'expected an address without login: use username and password: { env: NAME }',
    })
    .refine((url) => URL.canParse(url) && new URL(url).search === '', {
      error: 'expected an address without options: use tls: {} for encryption',
    })
    .refine((url) => URL.canParse(url) && /^\/?[^/]{0,63}$/.test(new URL(url).pathname), {
      error: 'expected the name of a database as the path',
    }),
  username: z.string().min(1).max(63),
  password: secretRef.optional(),
  /** Encrypts when it is there, also when it is empty. */
  tls: z
    .strictObject({
      caFile: z.string().min(1).optional(),
      servername: z.string().min(1).optional(),
      insecure: z.boolean().default(false),
    })
    .optional(),
});

export type PostgresqlEntry = z.infer<typeof postgresqlEntry>;

export const postgresqlKind: SystemKind<PostgresqlClient, PostgresqlEntry> = {
  kind: 'postgresql',
  title: { 'zh-CN': 'PostgreSQL', en: 'PostgreSQL' },
  entry: postgresqlEntry,
  connect: createPostgresqlClient,
  probes: postgresqlProbes,
  signatures: postgresqlSignatures,
  actions: postgresqlActions,
  commands: postgresqlCommands,
  async check(client, context) {
    try {
      const row = first(await client.read(rights, [], { timeoutMs: 3_000, signal: context.signal }));
      return checksOf(row, context.entry.actionsEnabled);
    } catch (error) {
      if (!(error instanceof SessionFailure)) throw error;
      return [{ level: 'fail', text: { 'zh-CN': `无法使用：${error.message}`, en: error.message } }];
    }
  },
};

const rights = `
SELECT r.rolsuper AS super, pg_has_role(current_user, 'pg_monitor', 'member') AS monitor, r.rolcreaterole AS create_role, r.rolcreatedb AS create_db,
  pg_has_role(current_user, 'pg_signal_backend', 'member') AS signal,
  EXISTS (SELECT FROM pg_roles w WHERE w.rolname = 'pg_write_all_data' AND pg_has_role(current_user, w.oid, 'member')) AS write_all,
  (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND (has_table_privilege(c.oid, 'INSERT') OR has_table_privilege(c.oid, 'UPDATE') OR has_table_privilege(c.oid, 'DELETE'))) AS writable,
  EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_stat_statements') AS statements
FROM pg_roles r WHERE r.rolname = current_user`;

function checksOf(row: Readonly<Record<string, unknown>>, actionsEnabled: boolean): readonly SystemCheck[] {
  const checks: SystemCheck[] = [];
  const isSuper = flagOf(row.super);
  if (isSuper)
    checks.push(
      warn(
        '账号是超级用户，权限过大：改用只属于 pg_monitor 的账号',
        'the login is a superuser: use one that is only a member of pg_monitor',
      ),
    );
  if (!isSuper && !flagOf(row.monitor))
    checks.push(
      warn(
        '账号不属于 pg_monitor，看不到其他会话的状态和语句',
        'the login is no member of pg_monitor; what other sessions do stays a blind spot',
      ),
    );
  if (!isSuper && (flagOf(row.write_all) || Number(row.writable) > 0))
    checks.push(
      warn(`账号可以写入 ${textOf(row.writable)} 张表：收回写权限`, `the login can write to ${textOf(row.writable)} tables: narrow it`),
    );
  if (!isSuper && (flagOf(row.create_role) || flagOf(row.create_db)))
    checks.push(
      warn(
        '账号可以创建角色或数据库：收回 CREATEROLE、CREATEDB',
        'the login can create roles or databases: take CREATEROLE and CREATEDB away',
      ),
    );
  if (actionsEnabled && !isSuper && !flagOf(row.signal))
    checks.push(
      warn(
        '账号不属于 pg_signal_backend：能提出结束会话的方案，但执行会被拒绝',
        'the login is no member of pg_signal_backend: plans that end sessions will be refused',
      ),
    );
  return checks.length === 0
    ? [
        {
          level: 'ok',
          text: { 'zh-CN': '可以连接，查看权限完整，没有写权限', en: 'reachable, with every right to look and none to write' },
        },
      ]
    : checks;
}

function warn(chinese: string, english: string): SystemCheck {
  return { level: 'warn', text: { 'zh-CN': chinese, en: english } };
}
