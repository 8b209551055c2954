/** Tables of the database that the entry names: dead rows against the table's own threshold, vacuum, statistics, full scans. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { sessionProbe } from '../../session/probe.ts';
import { flagOf, numberOf, printRows, type Row, ratioOf, rounded, textOf } from '../../session/rows.ts';
import type { PostgresqlClient } from '../client.ts';
import { first } from './postgresql-probe.ts';

/** The threshold at which autovacuum would come, as the manual computes it, with the table's own options. */
const statement = `
WITH tables AS (
  SELECT s.schemaname AS schema, s.relname AS name, s.n_live_tup AS live, s.n_dead_tup AS dead, s.n_mod_since_analyze AS changed, c.reltuples AS rows,
    c.relpages::bigint * current_setting('block_size')::int AS bytes, s.seq_scan AS scans, s.seq_tup_read AS scanned, s.idx_scan AS by_index, age(c.relfrozenxid) AS age,
    extract(epoch FROM now() - greatest(s.last_vacuum, s.last_autovacuum)) AS vacuumed_ago,
    s.last_analyze IS NULL AND s.last_autoanalyze IS NULL AS never_analyzed,
    coalesce((SELECT option_value FROM pg_options_to_table(c.reloptions) WHERE option_name = 'autovacuum_enabled'), 'true') AS enabled,
    coalesce((SELECT option_value::float FROM pg_options_to_table(c.reloptions) WHERE option_name = 'autovacuum_vacuum_threshold'), current_setting('autovacuum_vacuum_threshold')::float)
    + coalesce((SELECT option_value::float FROM pg_options_to_table(c.reloptions) WHERE option_name = 'autovacuum_vacuum_scale_factor'), current_setting('autovacuum_vacuum_scale_factor')::float)
    * greatest(c.reltuples, 0) AS threshold
  FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid
)
(SELECT * FROM tables ORDER BY dead DESC LIMIT 25) UNION (SELECT * FROM tables ORDER BY scanned DESC NULLS LAST LIMIT 15)
UNION (SELECT * FROM tables WHERE never_analyzed ORDER BY live DESC LIMIT 5)`;

const vacuuming = `
SELECT current_setting('autovacuum')::boolean AND current_setting('track_counts')::boolean AS autovacuum, current_setting('autovacuum_max_workers')::int AS workers_max,
  (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'autovacuum worker') AS workers,
  (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'autovacuum worker' AND query LIKE '%to prevent wraparound%') AS anti_wraparound,
  (SELECT count(*) FROM pg_stat_progress_vacuum) AS running`;

export const tablesProbe = sessionProbe({
  name: 'tables',
  summary: { 'zh-CN': '表：死元组、清理与统计信息、全表扫描', en: 'tables: dead rows, vacuum, statistics, full scans' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'bloat|vacuum|dead|table|index|scan|slow|膨胀|死元组|清理|全表|索引|慢',
  query: 'SELECT relname, n_live_tup, n_dead_tup, last_autovacuum, seq_tup_read FROM pg_stat_user_tables ORDER BY n_dead_tup DESC LIMIT 25',
  async see(client: PostgresqlClient, _given, limit) {
    const rows = await client.read(statement, [], limit);
    const facts = tableFacts(rows, first(await client.read(vacuuming, [], limit)));
    return {
      headline: {
        'zh-CN':
          rows.length === 0
            ? '这个库里没有用户表'
            : `死元组最多的表 ${String(facts['tables.dead.name'])}：${String(facts['tables.dead.rows'])} 行，为其清理阈值的 ${String(facts['tables.dead.thresholdRatio'])} 倍`,
        en:
          rows.length === 0
            ? 'no tables of users in this database'
            : `most dead rows are in ${String(facts['tables.dead.name'])}: ${String(facts['tables.dead.rows'])}, ${String(facts['tables.dead.thresholdRatio'])} times its threshold for vacuum`,
      },
      facts,
      text: printRows(rows),
    };
  },
});

/** Pure: rows of tables in, facts out. */
export function tableFacts(rows: readonly Row[], vacuum: Row): Facts {
  const dead = [...rows].sort((one, other) => numberOf(other.dead) - numberOf(one.dead))[0];
  const disabled = rows.filter((row) => !flagOf(row.enabled) && numberOf(row.dead) > numberOf(row.threshold));
  const scanned = [...rows].sort((one, other) => numberOf(other.scanned) - numberOf(one.scanned))[0];
  const perScan = scanned === undefined ? 0 : rounded(numberOf(scanned.scanned) / Math.max(1, numberOf(scanned.scans)));
  const unknown = rows.filter((row) => flagOf(row.never_analyzed)).sort((one, other) => numberOf(other.live) - numberOf(one.live))[0];
  return {
    'tables.autovacuum.isOn': flagOf(vacuum.autovacuum),
    'tables.autovacuum.workers': numberOf(vacuum.workers),
    'tables.autovacuum.isSaturated': numberOf(vacuum.workers) >= numberOf(vacuum.workers_max, 1),
    'tables.autovacuum.antiWraparound': numberOf(vacuum.anti_wraparound),
    'tables.dead.schema': textOf(dead?.schema),
    'tables.dead.name': textOf(dead?.name),
    'tables.dead.rows': numberOf(dead?.dead),
    'tables.dead.ratio': ratioOf(numberOf(dead?.dead), numberOf(dead?.dead) + numberOf(dead?.live)),
    'tables.dead.thresholdRatio': ratioOf(numberOf(dead?.dead), numberOf(dead?.threshold)),
    'tables.dead.bytes': numberOf(dead?.bytes),
    'tables.dead.vacuumedSecondsAgo': dead?.vacuumed_ago === null || dead === undefined ? null : Math.round(numberOf(dead.vacuumed_ago)),
    'tables.dead.isAutovacuumOff': dead !== undefined && !flagOf(dead.enabled),
    'tables.disabled.count': disabled.length,
    'tables.disabled.schema': textOf(disabled[0]?.schema),
    'tables.disabled.name': textOf(disabled[0]?.name),
    'tables.disabled.rows': numberOf(disabled[0]?.dead),
    'tables.scanned.schema': textOf(scanned?.schema),
    'tables.scanned.name': textOf(scanned?.name),
    'tables.scanned.scans': numberOf(scanned?.scans),
    'tables.scanned.rowsPerScan': perScan,
    'tables.unanalyzed.schema': textOf(unknown?.schema),
    'tables.unanalyzed.name': textOf(unknown?.name),
    'tables.unanalyzed.rows': numberOf(unknown?.live),
  };
}
