/** Whether it can be reached, what it is, and whether newcomers get an answer. */

import { z } from 'zod';
import { sessionProbe } from '../../session/probe.ts';
import { flagOf, numberOf, textOf } from '../../session/rows.ts';
import type { PostgresqlClient } from '../client.ts';
import { first } from './postgresql-probe.ts';

const statement = `
SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number,
  extract(epoch FROM now() - pg_postmaster_start_time()) AS uptime, pg_is_in_recovery() AS recovering, current_database() AS database,
  (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS superuser, pg_has_role(current_user, 'pg_monitor', 'member') AS monitor,
  (SELECT reset_val FROM pg_settings WHERE name = 'default_transaction_read_only') AS read_only,
  EXISTS (SELECT FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole, unnest(s.setconfig) c
    WHERE r.rolname = current_user AND c LIKE 'default_transaction_read_only=%') AS own_read_only,
  (SELECT string_agg(coalesce(d.datname, r.rolname), ', ') FROM pg_db_role_setting s LEFT JOIN pg_database d ON d.oid = s.setdatabase
    LEFT JOIN pg_roles r ON r.oid = s.setrole, unnest(s.setconfig) c
    WHERE c = 'default_transaction_read_only=on' AND coalesce(r.rolname, '') <> current_user) AS read_only_scopes,
  (SELECT setting FROM pg_settings WHERE name = 'data_directory') AS data_directory,
  (SELECT string_agg(extname || ' ' || extversion, ', ' ORDER BY extname) FROM pg_extension) AS extensions`;

export const serverProbe = sessionProbe({
  name: 'server',
  summary: { 'zh-CN': '能否连接、版本、运行时长、是否只读或恢复中', en: 'reachability, version, uptime, read-only or in recovery' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'postgres|pgsql|\\bpg\\b|database|down|up|数据库|宕机|连不上',
  query: 'SELECT version(), pg_postmaster_start_time(), pg_is_in_recovery(); SSLRequest on a new connection',
  async see(client: PostgresqlClient, _given, limit) {
    const row = first(await client.read(statement, [], limit));
    const newcomers = await client.knock({ ...limit, timeoutMs: 1_500 });
    const uptime = Math.round(numberOf(row.uptime));
    const facts = {
      'reach.isOk': true,
      'server.version': textOf(row.version),
      'server.versionNumber': numberOf(row.number),
      'server.uptimeSeconds': uptime,
      'server.isInRecovery': flagOf(row.recovering),
      'server.database': textOf(row.database),
      'server.isReadOnlyByDefault': flagOf(row.read_only) && !flagOf(row.own_read_only),
      'server.readOnlyScopes': textOf(row.read_only_scopes),
      'server.isOurLoginSuperuser': flagOf(row.superuser),
      'server.mayMonitor': flagOf(row.superuser) || flagOf(row.monitor),
      'server.extensions': textOf(row.extensions),
      'server.dataDirectory': textOf(row.data_directory),
      'server.newcomers': newcomers,
    };
    return {
      headline: {
        'zh-CN': `PostgreSQL ${facts['server.version']}，已运行 ${String(uptime)} 秒${facts['server.isInRecovery'] ? '，备库（恢复中，只读）' : ''}${facts['server.isReadOnlyByDefault'] ? '，默认只读' : ''}`,
        en: `PostgreSQL ${facts['server.version']}, up ${String(uptime)} s${facts['server.isInRecovery'] ? ', a standby (in recovery, read-only)' : ''}${facts['server.isReadOnlyByDefault'] ? ', read-only by default' : ''}`,
      },
      facts,
      text: Object.entries(facts)
        .map(([name, value]) => `${name} ${String(value)}`)
        .join('\n'),
    };
  },
});
