/** Why somebody sees no rows and no error: row level security, a search_path that finds another table first, a table that was emptied. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { sessionProbe } from '../../session/probe.ts';
import { numberOf, printRows, type Row, ratioOf, textOf } from '../../session/rows.ts';
import type { PostgresqlClient } from '../client.ts';

/**
 * Tables with row level security that a login may read, but to whose rows no permissive policy lets it; owners (unless it is forced), superusers
 * and BYPASSRLS are exempt. A policy of which the condition is simply `false` lets nobody.
 */
const hidden = `
SELECT n.nspname AS schema, c.relname AS name, greatest(c.reltuples, s.n_live_tup, 0)::bigint AS rows, c.relforcerowsecurity AS forced,
  (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid) AS policies, count(*) AS logins,
  string_agg(r.rolname, ', ' ORDER BY (SELECT count(*) FROM pg_stat_activity a WHERE a.usename = r.rolname) DESC, r.rolname) AS roles
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
JOIN pg_roles r ON r.rolcanlogin AND NOT r.rolsuper AND NOT r.rolbypassrls AND r.rolname <> current_user AND has_table_privilege(r.oid, c.oid, 'SELECT')
WHERE c.relrowsecurity AND c.relkind IN ('r', 'p') AND (c.relforcerowsecurity OR NOT pg_has_role(r.oid, c.relowner, 'USAGE'))
  AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive AND p.polcmd IN ('r', '*')
    AND coalesce(pg_get_expr(p.polqual, p.polrelid), 'true') <> 'false'
    AND EXISTS (SELECT FROM unnest(p.polroles) g WHERE g = 0 OR pg_has_role(r.oid, g, 'USAGE')))
GROUP BY c.oid, n.nspname, c.relname, s.n_live_tup ORDER BY rows DESC LIMIT 50`;

/** Policies that ask for a setting of the session: who does not set it sees nothing. */
const bySetting = `
SELECT n.nspname AS schema, c.relname AS name, p.polname AS policy, substring(pg_get_expr(p.polqual, p.polrelid) FROM 'current_setting\\(''([^'']+)''') AS setting,
  greatest(c.reltuples, 0)::bigint AS rows
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relrowsecurity AND pg_get_expr(p.polqual, p.polrelid) ~ 'current_setting\\(' ORDER BY rows DESC LIMIT 50`;

/** Tables and views of one name in several schemas; where they lie on the path of a login decides which it reads. */
const twins = `
SELECT n.nspname AS schema, c.relname AS name, coalesce(s.n_live_tup, 0) AS rows, pg_relation_size(c.oid) AS bytes
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname !~ '^(pg_|information_schema)' AND c.relname IN (
  SELECT relname FROM pg_class o JOIN pg_namespace m ON m.oid = o.relnamespace
  WHERE o.relkind IN ('r', 'p', 'm') AND m.nspname !~ '^(pg_|information_schema)' GROUP BY relname HAVING count(*) BETWEEN 2 AND 20)
ORDER BY 2, 1 LIMIT 400`;

/** The path of every login, from the narrowest place where it is set. */
const paths = `
SELECT r.rolname AS role, coalesce(
  (SELECT c FROM pg_db_role_setting s, unnest(s.setconfig) c WHERE c LIKE 'search_path=%' AND s.setrole IN (r.oid, 0) AND s.setdatabase IN (d.oid, 0)
   ORDER BY s.setrole = 0, s.setdatabase = 0 LIMIT 1),
  'search_path="$user", public') AS path
FROM pg_roles r, pg_database d
WHERE d.datname = current_database() AND r.rolcanlogin AND NOT r.rolsuper AND has_database_privilege(r.oid, d.oid, 'CONNECT')
ORDER BY (SELECT count(*) FROM pg_stat_activity a WHERE a.usename = r.rolname) DESC LIMIT 50`;

/** Rows were written since the counters began, and there are none: rows that DELETE took leave dead ones and pages behind, TRUNCATE leaves nothing. */
const emptied = `
SELECT schemaname AS schema, relname AS name, n_tup_ins AS written, n_tup_del AS deleted, n_dead_tup AS dead, pg_relation_size(relid) AS bytes,
  coalesce(seq_scan, 0) + coalesce(idx_scan, 0) AS reads
FROM pg_stat_user_tables WHERE n_live_tup = 0 AND n_tup_ins > 0 AND (n_tup_ins > n_tup_del + n_dead_tup OR n_dead_tup >= 1000)
ORDER BY n_tup_ins DESC LIMIT 20`;

export const accessProbe = sessionProbe({
  name: 'access',
  summary: {
    'zh-CN': '为什么查不到数据：行级安全（RLS）策略、search_path 遮住的表、被清空的表',
    en: 'why no rows are seen: row level security, tables that search_path hides, tables that were emptied',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints:
    'empty|blank|no (rows?|data|results?|records?)|(shows?|sees?|returns?|finds?) (nothing|none|no)|zero rows|gone|disappear|vanish|missing|lost|row.?level|row.?security|\\brls\\b|policy|search_path|truncate|空|查不到|看不到|没有数据|数据没了|不见|消失|丢|行级|策略',
  query: 'SELECT relname, relrowsecurity FROM pg_class; SELECT * FROM pg_policies; SELECT relname, n_live_tup FROM pg_stat_user_tables',
  async see(client: PostgresqlClient, _given, limit) {
    const tables = await client.read(hidden, [], limit);
    const policies = await client.read(bySetting, [], limit);
    const same = await client.read(twins, [], limit);
    const shadows = same.length === 0 ? [] : shadowsOf(same, await client.read(paths, [], limit));
    const empty = await client.read(emptied, [], limit);
    return {
      headline: {
        'zh-CN': `行级安全（RLS）让账号看不到任何行的表 ${String(tables.length)} 张；被清空的表 ${String(empty.length)} 张；被 search_path 遮住的表 ${String(shadows.length)} 张`,
        en: `${String(tables.length)} tables show a login no rows by row level security; ${String(empty.length)} were emptied; ${String(shadows.length)} are hidden by search_path`,
      },
      facts: accessFacts(tables, policies, shadows, empty),
      text: [tables, policies, shadows, empty].map((rows) => printRows(rows)).join('\n'),
    };
  },
});

/** Pure. What has the most rows is told first. */
export function accessFacts(tables: readonly Row[], policies: readonly Row[], shadows: readonly Row[], empty: readonly Row[]): Facts {
  const filled = tables.filter(({ rows }) => numberOf(rows) > 0);
  const [table] = filled;
  const [policy] = policies;
  const [shadow] = shadows;
  const [gone] = empty;
  return {
    'access.hidden.count': filled.length,
    'access.hidden.table': nameOf(table),
    'access.hidden.names': filled.slice(0, 5).map(nameOf).join(', '),
    'access.hidden.rows': numberOf(table?.rows),
    'access.hidden.roles': textOf(table?.roles),
    'access.hidden.policies': numberOf(table?.policies),
    'access.setting.count': policies.length,
    'access.setting.table': nameOf(policy),
    'access.setting.policy': textOf(policy?.policy),
    'access.setting.name': textOf(policy?.setting),
    'access.shadow.count': shadows.length,
    'access.shadow.role': textOf(shadow?.role),
    'access.shadow.path': textOf(shadow?.path),
    'access.shadow.table': nameOf(shadow),
    'access.shadow.other': textOf(shadow?.other),
    'access.shadow.otherRows': numberOf(shadow?.other_rows),
    'access.emptied.count': empty.length,
    'access.emptied.table': nameOf(gone),
    'access.emptied.rows': numberOf(gone?.written),
    'access.emptied.how': gone === undefined ? '' : ratioOf(numberOf(gone.deleted), numberOf(gone.written)) >= 0.5 ? 'DELETE' : 'TRUNCATE',
  };
}

function nameOf(row: Row | undefined): string {
  return row === undefined ? '' : `${textOf(row.schema)}.${textOf(row.name)}`;
}

/** Pure. Logins whose path comes to an empty table first, while one of the same name has rows. */
export function shadowsOf(same: readonly Row[], logins: readonly Row[]): readonly Row[] {
  const byName = new Map<string, Row[]>();
  for (const row of same) byName.set(textOf(row.name), [...(byName.get(textOf(row.name)) ?? []), row]);
  return logins.flatMap(({ role, path }) => {
    const schemas = schemasOf(textOf(path), textOf(role));
    return [...byName.values()].flatMap((rows) => {
      const seen = schemas.map((schema) => rows.find((row) => row.schema === schema)).find((row) => row !== undefined);
      const other = [...rows].sort((one, next) => numberOf(next.rows) - numberOf(one.rows))[0];
      if (seen === undefined || other === undefined || hasRows(seen) || !hasRows(other)) return [];
      return [{ schema: seen.schema, name: seen.name, role, path: schemas.join(', '), other: nameOf(other), other_rows: other.rows }];
    });
  });
}

function hasRows(row: Row): boolean {
  return numberOf(row.rows) > 0 || numberOf(row.bytes) > 0;
}

/** `search_path="$user", public` as a list of schemas. */
function schemasOf(path: string, role: string): readonly string[] {
  return path
    .replace(/^search_path=/, '')
    .split(',')
    .map((name) => name.trim().replace(/^"(.*)"$/, '$1'))
    .map((name) => (name === '$user' ? role : name))
    .filter((name) => name !== '');
}
