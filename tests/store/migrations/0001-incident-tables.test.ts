import assert from 'node:assert/strict';
import { it } from 'node:test';
import { incidentTables } from '../../../src/store/migrations/0001-incident-tables.ts';

it('incidentTables have the tenant on every row', () => {
  const made = incidentTables.sql.split(/^create table /m).slice(1);

  assert.equal(made.length, 9);
  for (const table of made.filter((each) => !each.startsWith('zhiban.tenants')))
    assert.match(table, /tenant_id text not null/, table.slice(0, 40));
});
