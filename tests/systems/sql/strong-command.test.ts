import assert from 'node:assert/strict';
import { test } from 'node:test';
import { strongCommandIn } from '../../../src/systems/sql/strong-command.ts';

const cases = [
  ['refresh materialized view reports.daily', 'REFRESH MATERIALIZED VIEW reports.daily'],
  ['REFRESH MATERIALIZED VIEW CONCURRENTLY daily', null],
  ['vacuum (full, analyze) "Orders"', 'VACUUM FULL Orders'],
  ['VACUUM FULL VERBOSE orders', 'VACUUM FULL orders'],
  ['vacuum analyze orders', null],
  ['cluster orders using orders_pkey', 'CLUSTER orders'],
  ['REINDEX TABLE shop.orders', 'REINDEX shop.orders'],
  ['reindex (verbose) index concurrently i', null],
  ['alter table only orders add column note text default ?', 'ALTER TABLE orders'],
  ['alter table if exists orders alter total type bigint', 'ALTER TABLE orders'],
  ['lock table orders in exclusive mode', 'LOCK TABLE orders'],
  ['create unique index if not exists i on shop.orders (lower(mail))', 'CREATE INDEX shop.orders'],
  ['create index concurrently i on orders (id)', null],
  ['truncate orders, lines', 'TRUNCATE orders'],
  ['drop materialized view if exists daily', 'DROP MATERIALIZED VIEW daily'],
  ['select * from refresh', null],
  ['update orders set state = ?', null],
] as const;

for (const [statement, expected] of cases) {
  test(`strongCommandIn() of '${statement}' is ${expected ?? 'nothing'}`, () => {
    const found = strongCommandIn(statement, 'postgresql');

    assert.equal(found === null ? null : `${found.command} ${found.object}`, expected);
  });
}
