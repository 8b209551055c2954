/** Compares Drizzle's tables with those that the migrations made: names, types, and whether they may be empty. */

import assert from 'node:assert/strict';
import type { PgTable } from 'drizzle-orm/pg-core';
import { getTableConfig } from 'drizzle-orm/pg-core';
import { sql } from '../../../src/store/drizzle.ts';
import { openMemoryDatabase } from '../../support/fresh-database.ts';

/** Columns that only the database knows: filled by itself, read by one query. */
const generated = ['incidents.search', 'alerts.search', 'alerts.severity', 'suppressions.search', 'suppressions.severity'];

export async function assertSameColumns(tables: readonly PgTable[]): Promise<void> {
  const database = await openMemoryDatabase();
  const made = await database.transaction('', async (session) => {
    await session.execute(sql`set local role none`);
    return rowsOf(
      await session.execute(sql`
        select table_name || '.' || column_name || ' ' || data_type || case is_nullable when 'YES' then '' else ' not null' end as line
        from information_schema.columns where table_schema = 'zhiban'`),
    );
  });
  await database.close();
  for (const table of tables) {
    const { name, columns } = getTableConfig(table);
    const declared = columns.map((column) => `${name}.${column.name} ${column.getSQLType()}${column.notNull ? ' not null' : ''}`);
    const real = made.filter((line) => line.startsWith(`${name}.`) && !generated.some((own) => line.startsWith(`${own} `)));
    assert.deepEqual(declared.sort(), real.sort());
  }
}

function rowsOf(result: unknown): string[] {
  const rows: unknown = Reflect.get(Object(result), 'rows');
  return Array.isArray(rows) ? rows.map((row: unknown) => String(Reflect.get(Object(row), 'line'))) : [];
}
