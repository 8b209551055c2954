/** MySQL, MariaDB, TiDB, and what speaks their protocol (Percona, Aurora, PolarDB); one entry is one server. */

import { z } from 'zod';
import { secretRef } from '../../domain/secret.ts';
import type { SystemCheck, SystemKind } from '../contract.ts';
import { entryShape } from '../entry.ts';
import { SessionFailure } from '../session/failure.ts';
import { mysqlActions } from './actions.ts';
import { createMysqlClient, type MysqlClient } from './client.ts';
import { mysqlCommands } from './commands.ts';
import { mysqlProbes } from './probes.ts';
import { mysqlSignatures } from './signatures.ts';

const mysqlEntry = z.strictObject({
  ...entryShape,
  kind: z.literal('mysql'),
  /** `mysql://host:port`, or with a database as the path; without login and options. */
  url: z
    .url({ protocol: /^(mysql|mariadb)$/, error: 'expected mysql://host:port' })
    .refine((url) => URL.canParse(url) && new URL(url).password === '' && new URL(url).username === '', {
      error: 'expected an address without login: use username and password: { env: NAME }',
    })
    .refine((url) => URL.canParse(url) && new URL(url).search === '', {
      error: 'expected an address without options: use tls: {} for encryption',
    })
    .refine((url) => URL.canParse(url) && /^\/?[^/]{0,64}$/.test(new URL(url).pathname), {
      error: 'expected the name of a database as the path',
    }),
  username: z.string().min(1).max(80),
  password: secretRef.optional(),
  /** MariaDB's `extra_port` or MySQL's `admin_port`: the way in when all connections are taken. */
  extraPort: z.number().int().min(1).max(65_535).optional(),
  /** Encrypts when it is there, also when it is empty. */
  tls: z
    .strictObject({
      caFile: z.string().min(1).optional(),
      servername: z.string().min(1).optional(),
      insecure: z.boolean().default(false),
    })
    .optional(),
});

export type MysqlEntry = z.infer<typeof mysqlEntry>;

export const mysqlKind: SystemKind<MysqlClient, MysqlEntry> = {
  kind: 'mysql',
  title: { 'zh-CN': 'MySQL', en: 'MySQL' },
  entry: mysqlEntry,
  connect: createMysqlClient,
  probes: mysqlProbes,
  signatures: mysqlSignatures,
  actions: mysqlActions,
  commands: mysqlCommands,
  async check(client, context) {
    try {
      const rows = await client.read('SHOW GRANTS', [], { timeoutMs: 3_000, signal: context.signal });
      return checksOf(
        rows.map((row) => String(Object.values(row)[0] ?? '')),
        context.entry.actionsEnabled,
      );
    } catch (error) {
      if (!(error instanceof SessionFailure)) throw error;
      return [{ level: 'fail', text: { 'zh-CN': `无法使用：${error.message}`, en: error.message } }];
    }
  },
};

/** Pure: lines of SHOW GRANTS in. Their `IDENTIFIED BY` part, a hash, is never shown. */
export function checksOf(grants: readonly string[], actionsEnabled: boolean): readonly SystemCheck[] {
  const rights = grants.map((grant) => grant.replace(/ TO .*$/s, '').replace(/^GRANT /, ''));
  const everywhere = rights.filter((right) => / ON \*\.\*$/.test(right)).join(', ');
  const has = (right: string): boolean => new RegExp(`\\b(ALL PRIVILEGES|${right})\\b`).test(everywhere);
  const checks: SystemCheck[] = [];
  if (/\b(ALL PRIVILEGES|SUPER)\b/.test(everywhere))
    checks.push(
      warn('账号拥有 SUPER 或全部权限，权限过大：按指南收窄', 'the account has SUPER or all privileges: narrow it as the guide says'),
    );
  const writing = rights.find(
    (right) => /\b(INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|GRANT OPTION)\b/.test(right) && !/ON `performance_schema`/.test(right),
  );
  if (writing !== undefined && !/\b(ALL PRIVILEGES|SUPER)\b/.test(everywhere))
    checks.push(warn('账号可以写入数据或改结构：收回写权限', 'the account can write data or change structure: narrow it'));
  if (!has('PROCESS'))
    checks.push(
      warn('账号没有 PROCESS，看不到其他会话和事务', 'the account lacks PROCESS; other sessions and transactions stay a blind spot'),
    );
  if (!has('REPLICATION CLIENT') && !has('BINLOG MONITOR') && !has('SLAVE MONITOR') && !has('REPLICA MONITOR'))
    checks.push(
      warn(
        '账号没有 REPLICATION CLIENT（MariaDB 为 SLAVE MONITOR、BINLOG MONITOR），看不到复制状态',
        'the account lacks REPLICATION CLIENT (SLAVE MONITOR and BINLOG MONITOR in MariaDB); replication stays a blind spot',
      ),
    );
  if (actionsEnabled && !has('SUPER') && !has('CONNECTION ADMIN') && !has('CONNECTION_ADMIN'))
    checks.push(
      warn(
        '账号没有 CONNECTION_ADMIN：能提出结束连接的方案，但执行会被拒绝',
        'the account lacks CONNECTION_ADMIN: plans that end connections will be refused',
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
