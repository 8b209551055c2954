import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableIn } from '../../../src/systems/sql/table-in.ts';

test('tableIn() finds the first table of a statement', () => {
  const statements = [
    'SELECT a FROM `shop`.`t` WHERE b',
    'insert into orders values (1)',
    'UPDATE ignore x SET y = 1',
    'COMMIT',
    'delete from "Shop"."Orders"',
  ];

  assert.deepEqual(statements.map(tableIn), ['shop.t', 'orders', 'x', '', 'Shop.Orders']);
});
