/** Whether the partitions of the table that a failing statement writes to have come to their end in time: no look at a row. */

import type { Facts } from '../../../domain/evidence.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { numberOf, type Row, textOf } from '../../session/rows.ts';
import type { MysqlClient } from '../client.ts';
import { first, tolerant } from './mysql-probe.ts';

/** The bound of the last partition in the form in which each kind of expression keeps it; what is no time has neither an end nor a past. */
const lastPartition = `
SELECT name, bound, CASE
    WHEN how = 'RANGE COLUMNS' AND bound REGEXP '^''[0-9]{4}-[0-9]{2}-[0-9]{2}' THEN bound_text <= NOW()
    WHEN by_what LIKE 'to_days(%' THEN bound <= TO_DAYS(NOW())
    WHEN by_what LIKE 'to_seconds(%' THEN bound <= TO_SECONDS(NOW())
    WHEN by_what LIKE 'unix_timestamp(%' THEN bound <= UNIX_TIMESTAMP()
    WHEN by_what LIKE 'year(%' THEN bound <= YEAR(NOW())
    ELSE 0 END AS past, CASE
    WHEN how = 'RANGE COLUMNS' THEN bound_text
    WHEN by_what LIKE 'to_days(%' THEN FROM_DAYS(bound)
    WHEN by_what LIKE 'to_seconds(%' THEN FROM_DAYS(bound DIV 86400)
    WHEN by_what LIKE 'unix_timestamp(%' THEN FROM_UNIXTIME(bound)
    ELSE bound END AS ends
FROM (
  SELECT PARTITION_NAME AS name, PARTITION_METHOD AS how, LOWER(PARTITION_EXPRESSION) AS by_what, PARTITION_DESCRIPTION AS bound,
    REPLACE(SUBSTRING_INDEX(PARTITION_DESCRIPTION, ',', 1), '''', '') AS bound_text
  FROM information_schema.PARTITIONS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND PARTITION_METHOD LIKE 'RANGE%'
  ORDER BY PARTITION_ORDINAL_POSITION DESC LIMIT 1
) AS last_one`;

/** `table` is `schema.table` as the failing statement's facts name it, null where that isn't known. */
export async function readEndedPartitions(client: MysqlClient, table: string | null, limit: SessionLimit): Promise<Facts> {
  const dot = table?.indexOf('.') ?? -1;
  if (table === null || dot < 0) return endedPartitions({});
  return endedPartitions(first(await tolerant(client.read(lastPartition, [table.slice(0, dot), table.slice(dot + 1)], limit))));
}

/** Pure. A partition for MAXVALUE takes whatever comes. */
export function endedPartitions(row: Row): Facts {
  const isEnded = numberOf(row.past) === 1 && !textOf(row.bound).toUpperCase().includes('MAXVALUE');
  return {
    'statements.failing.lastPartition': isEnded ? textOf(row.name) : null,
    'statements.failing.partitionsEnd': isEnded ? textOf(row.ends) : null,
  };
}
