/** Indexes that are not valid, and sequences or key columns that will run out. */

import { z } from 'zod';
import { sessionProbe } from '../../session/probe.ts';
import { flagOf, numberOf, printRows, ratioOf, textOf } from '../../session/rows.ts';
import type { PostgresqlClient } from '../client.ts';

/** One that is being built concurrently is not valid either, and no fault. */
const invalid = `
SELECT n.nspname AS schema, c.relname AS name, t.relname AS "table", c.relpages::bigint * current_setting('block_size')::int AS bytes, i.indisready AS ready, i.indisunique AS is_unique
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT i.indisvalid AND c.relkind = 'i' AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index p WHERE p.relid = i.indrelid) LIMIT 50`;

/** The column that a sequence fills may end before the sequence does. */
const sequences = `
SELECT s.schemaname AS schema, s.sequencename AS name, s.last_value AS last, coalesce(t.relname, '') AS "table", coalesce(a.attname, '') AS "column",
  least(s.max_value, CASE a.atttypid WHEN 'int2'::regtype THEN 32767 WHEN 'int4'::regtype THEN 2147483647 ELSE s.max_value END) AS max
FROM pg_sequences s JOIN pg_namespace n ON n.nspname = s.schemaname JOIN pg_class c ON c.relname = s.sequencename AND c.relnamespace = n.oid
LEFT JOIN pg_depend d ON d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid LEFT JOIN pg_class t ON t.oid = d.refobjid
WHERE s.last_value IS NOT NULL AND s.increment_by > 0 AND NOT s.cycle
ORDER BY s.last_value::numeric / least(s.max_value, CASE a.atttypid WHEN 'int2'::regtype THEN 32767 WHEN 'int4'::regtype THEN 2147483647 ELSE s.max_value END) DESC LIMIT 20`;

export const objectsProbe = sessionProbe({
  name: 'objects',
  summary: { 'zh-CN': '无效索引、即将用尽的序列', en: 'invalid indexes, sequences near their end' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'index|sequence|serial|integer out of range|nextval|索引|序列|主键|溢出',
  query: 'SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid; SELECT sequencename, last_value, max_value FROM pg_sequences',
  async see(client: PostgresqlClient, _given, limit) {
    const indexes = await client.read(invalid, [], limit);
    const counters = await client.read(sequences, [], limit);
    const [top] = counters;
    const facts = {
      'objects.invalidIndexes': indexes.length,
      'objects.invalidIndex.schema': textOf(indexes[0]?.schema),
      'objects.invalidIndex.name': textOf(indexes[0]?.name),
      'objects.invalidIndex.table': textOf(indexes[0]?.table),
      'objects.invalidIndex.isUnique': flagOf(indexes[0]?.is_unique),
      'objects.sequence.schema': textOf(top?.schema),
      'objects.sequence.name': textOf(top?.name),
      'objects.sequence.column': top === undefined || top.table === '' ? '' : `${textOf(top.table)}.${textOf(top.column)}`,
      'objects.sequence.last': numberOf(top?.last),
      'objects.sequence.max': numberOf(top?.max),
      'objects.sequence.usedRatio': ratioOf(numberOf(top?.last), numberOf(top?.max)),
    };
    return {
      headline: {
        'zh-CN': `无效索引 ${String(indexes.length)} 个；序列最多用到 ${String(facts['objects.sequence.usedRatio'])}${top === undefined ? '' : `（${facts['objects.sequence.name']}）`}`,
        en: `${String(indexes.length)} invalid indexes; the fullest sequence is at ${String(facts['objects.sequence.usedRatio'])}${top === undefined ? '' : ` (${facts['objects.sequence.name']})`}`,
      },
      facts,
      text: `${printRows(indexes)}\n${printRows(counters)}`,
    };
  },
});
