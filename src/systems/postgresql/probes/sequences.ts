/** Sequences that are behind the column which they fill, as after a restore or a copy: the next inserts meet keys that are there. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { sessionProbe } from '../../session/probe.ts';
import { numberOf, printRows, type Row, textOf } from '../../session/rows.ts';
import type { PostgresqlClient } from '../client.ts';

/**
 * The largest value of each column is asked by a query of its own, in the same statement; only of columns that lead an index, where that is one
 * step, and of tables that this login may read. The value itself stays a number.
 */
const statement = `
SELECT n.nspname AS schema, c.relname AS name, t.relname AS "table", a.attname AS "column", s.last_value AS last,
  (xpath('/row/m/text()', query_to_xml(format('SELECT max(%I) AS m FROM %I.%I', a.attname, tn.nspname, t.relname), false, true, '')))[1]::text::numeric AS largest
FROM pg_sequences s JOIN pg_namespace n ON n.nspname = s.schemaname JOIN pg_class c ON c.relname = s.sequencename AND c.relnamespace = n.oid
JOIN pg_depend d ON d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid JOIN pg_class t ON t.oid = d.refobjid JOIN pg_namespace tn ON tn.oid = t.relnamespace
WHERE s.increment_by > 0 AND t.relkind = 'r' AND has_table_privilege(t.oid, 'SELECT')
  AND EXISTS (SELECT FROM pg_index i WHERE i.indrelid = t.oid AND i.indkey[0] = a.attnum AND i.indisvalid) LIMIT 100`;

export const sequencesProbe = sessionProbe({
  name: 'sequences',
  summary: { 'zh-CN': '落后于所填列的序列', en: 'sequences that are behind the column they fill' },
  parameters: z.strictObject({}),
  cost: 'moderate',
  hints: 'sequence|nextval|duplicate|unique|primary key|23505|restore|insert|序列|主键|重复|唯一|恢复|插入',
  query: 'SELECT last_value FROM pg_sequences; SELECT max(column) of the columns that they fill',
  async see(client: PostgresqlClient, _given, limit) {
    const rows = await client.read(statement, [], limit);
    const facts = sequenceFacts(rows);
    const behind = String(facts['sequences.behind.name']);
    return {
      headline: {
        'zh-CN':
          behind === '' ? `${String(rows.length)} 个序列都不落后` : `序列 ${behind} 落后于 ${String(facts['sequences.behind.column'])}`,
        en:
          behind === ''
            ? `none of ${String(rows.length)} sequences is behind`
            : `the sequence ${behind} is behind ${String(facts['sequences.behind.column'])}`,
      },
      facts,
      text: printRows(rows),
    };
  },
});

/** Pure. A sequence that was never asked has no last value, and is behind any row. */
export function sequenceFacts(rows: readonly Row[]): Facts {
  const behind = rows
    .filter((row) => row.largest !== null && numberOf(row.largest) > numberOf(row.last))
    .sort((one, other) => numberOf(other.largest) - numberOf(other.last) - (numberOf(one.largest) - numberOf(one.last)));
  const [worst] = behind;
  return {
    'sequences.seen': rows.length,
    'sequences.behind': behind.length,
    'sequences.behind.name': worst === undefined ? '' : `${textOf(worst.schema)}.${textOf(worst.name)}`,
    'sequences.behind.column': worst === undefined ? '' : `${textOf(worst.table)}.${textOf(worst.column)}`,
    'sequences.behind.last': numberOf(worst?.last),
    'sequences.behind.largest': numberOf(worst?.largest),
  };
}
