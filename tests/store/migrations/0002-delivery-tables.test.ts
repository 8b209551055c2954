import assert from 'node:assert/strict';
import { it } from 'node:test';
import { deliveryTables } from '../../../src/store/migrations/0002-delivery-tables.ts';

it('deliveryTables have the tenant on every row', () => {
  const made = deliveryTables.sql.split(/^create table /m).slice(1);

  assert.equal(made.length, 10);
  for (const table of made.filter((each) => !each.startsWith('zhiban.tenants')))
    assert.match(table, /tenant_id text not null/, table.slice(0, 40));
});
