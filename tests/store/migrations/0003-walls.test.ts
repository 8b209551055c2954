import assert from 'node:assert/strict';
import { it } from 'node:test';
import { incidentTables } from '../../../src/store/migrations/0001-incident-tables.ts';
import { deliveryTables } from '../../../src/store/migrations/0002-delivery-tables.ts';
import { walls } from '../../../src/store/migrations/0003-walls.ts';

it('walls stand around every table but the one of tenants', () => {
  const made = [...`${incidentTables.sql}${deliveryTables.sql}`.matchAll(/^create table zhiban\.(\w+)/gm)].map((match) => match[1] ?? '');

  assert.equal(made.length, 19);
  for (const name of made.filter((each) => each !== 'tenants')) assert.ok(walls.sql.includes(`'${name}'`), name);
});
