/** Accounts that are locked or whose password has expired: nobody who uses them gets in. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { sessionProbe } from '../../session/probe.ts';
import { numberOf, printRows, type Row, textOf } from '../../session/rows.ts';
import type { MysqlClient } from '../client.ts';
import { readDialect, tolerant } from './mysql-probe.ts';

/** Those of the server itself are locked from the start. A hash is never read. */
const own = "User NOT IN ('mariadb.sys', 'mysql', 'PUBLIC') AND User NOT LIKE 'mysql.%'";
const accounts = {
  mysql: `SELECT User AS login, Host AS host, account_locked = 'Y' AS is_locked, password_expired = 'Y' OR
    (COALESCE(password_lifetime, @@global.default_password_lifetime) > 0
      AND password_last_changed < NOW() - INTERVAL COALESCE(password_lifetime, @@global.default_password_lifetime) DAY) AS is_expired
    FROM mysql.user WHERE ${own} LIMIT 500`,
  mariadb: `SELECT User AS login, Host AS host, JSON_VALUE(Priv, '$.account_locked') = 'true' OR JSON_VALUE(Priv, '$.account_locked') = 1 AS is_locked,
    JSON_VALUE(Priv, '$.password_last_changed') = 0 OR
    (COALESCE(NULLIF(JSON_VALUE(Priv, '$.password_lifetime'), -1), @@global.default_password_lifetime) > 0
      AND JSON_VALUE(Priv, '$.password_last_changed') < UNIX_TIMESTAMP() - 86400 * COALESCE(NULLIF(JSON_VALUE(Priv, '$.password_lifetime'), -1), @@global.default_password_lifetime)) AS is_expired
    FROM mysql.global_priv WHERE ${own} AND JSON_VALUE(Priv, '$.is_role') IS NULL LIMIT 500`,
} as const;

export const accountsProbe = sessionProbe({
  name: 'accounts',
  summary: { 'zh-CN': '被锁定或密码过期的账号', en: 'accounts that are locked or whose password has expired' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'login|log in|password|account|locked|expired|access denied|connect|1045|1820|1862|3118|4151|登录|密码|账号|锁定|过期|连不上',
  query: 'SELECT User, Host, account_locked, password_expired FROM mysql.user',
  async see(client: MysqlClient, _given, limit) {
    const rows = await readAccounts(client, limit);
    const facts = accountFacts(rows);
    const [locked, expired] = [String(facts['accounts.locked'] ?? ''), String(facts['accounts.expired'] ?? '')];
    return {
      headline: {
        'zh-CN': rows === null ? '看不到账号' : `锁定的账号：${locked || '无'}；密码过期的：${expired || '无'}`,
        en:
          rows === null ? 'the accounts can not be seen' : `locked accounts: ${locked || 'none'}; expired passwords: ${expired || 'none'}`,
      },
      facts,
      text: printRows((rows ?? []).filter((row) => numberOf(row.is_locked) === 1 || numberOf(row.is_expired) === 1)),
    };
  },
});

async function readAccounts(client: MysqlClient, limit: SessionLimit): Promise<readonly Row[] | null> {
  const dialect = await readDialect(client, limit);
  return await tolerant(client.read(dialect === 'mariadb' ? accounts.mariadb : accounts.mysql, [], limit));
}

/** Pure. Null in: this login may not see the accounts, and no fact is better than one that clears them. */
export function accountFacts(rows: readonly Row[] | null): Facts {
  if (rows === null) return { 'accounts.isVisible': false };
  const named = (column: string): string =>
    [...new Set(rows.filter((row) => numberOf(row[column]) === 1).map((row) => `${textOf(row.login)}@${textOf(row.host)}`))]
      .slice(0, 10)
      .join(', ');
  return { 'accounts.isVisible': true, 'accounts.locked': named('is_locked'), 'accounts.expired': named('is_expired') };
}
