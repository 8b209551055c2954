/** Settings that somebody changed while the server runs: MySQL 8 keeps when and by whom, MariaDB only that it was so. */

import type { Facts } from '../../../domain/evidence.ts';
import type { SessionLimit } from '../../session/failure.ts';
import { numberOf, type Row, textOf } from '../../session/rows.ts';
import type { MysqlClient } from '../client.ts';
import { readDialect, tolerant } from './mysql-probe.ts';

/** Positions of replication are written by the server as it goes on. */
const changed = {
  mysql: `SELECT i.VARIABLE_NAME AS name, v.VARIABLE_VALUE AS value, i.SET_USER AS login, TIMESTAMPDIFF(SECOND, i.SET_TIME, NOW()) AS seconds
    FROM performance_schema.variables_info i JOIN performance_schema.global_variables v ON v.VARIABLE_NAME = i.VARIABLE_NAME
    WHERE i.VARIABLE_SOURCE = 'DYNAMIC' AND i.VARIABLE_NAME NOT LIKE 'gtid%' ORDER BY i.SET_TIME DESC LIMIT 40`,
  mariadb: `SELECT LOWER(VARIABLE_NAME) AS name, GLOBAL_VALUE AS value, DEFAULT_VALUE AS usual FROM information_schema.SYSTEM_VARIABLES
    WHERE GLOBAL_VALUE_ORIGIN = 'SQL' AND VARIABLE_NAME NOT LIKE 'GTID%' AND NOT GLOBAL_VALUE <=> DEFAULT_VALUE ORDER BY VARIABLE_NAME LIMIT 40`,
} as const;

export async function readChangedSettings(client: MysqlClient, limit: SessionLimit): Promise<Facts> {
  const dialect = await readDialect(client, limit);
  if (dialect === 'tidb') return changedFacts(null);
  return changedFacts(await tolerant(client.read(changed[dialect], [], limit)));
}

const valueMax = 80;

/** Pure. */
export function changedFacts(rows: readonly Row[] | null): Facts {
  return {
    'settings.changed.isVisible': rows !== null,
    'settings.changed.count': rows?.length ?? 0,
    'settings.changed.names': (rows ?? []).map((row) => textOf(row.name)).join(', '),
    // What nobody can see or has changed is not spoken of.
    'settings.changed.values': rows === null || rows.length === 0 ? null : rows.map(told).join('; '),
  };
}

function told(row: Row): string {
  const value = `${textOf(row.name)} = ${textOf(row.value).slice(0, valueMax) || "''"}`;
  const notes = [
    textOf(row.usual) === '' ? '' : `default ${textOf(row.usual).slice(0, valueMax)}`,
    textOf(row.login) === '' ? '' : `set by ${textOf(row.login)} ${String(numberOf(row.seconds))} s ago`,
  ].filter((note) => note !== '');
  return notes.length === 0 ? value : `${value} (${notes.join(', ')})`;
}
