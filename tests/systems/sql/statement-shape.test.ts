import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statementShape } from '../../../src/systems/sql/statement-shape.ts';

const cases = [
  { query: 'INSERT INTO `orders` ( `customer` , `total` ) VALUES (...)', said: 'insert orders <- orders: customer, total' },
  {
    query: 'REPLACE INTO `shop` . `orders` ( ID , `total` ) VALUES (...) /* , ... */',
    said: 'insert shop.orders <- shop.orders: ID, total',
  },
  { query: 'INSERT INTO `orders` SET `customer` = ? , `total` = (?) + ?', said: 'insert orders <- orders: customer, total' },
  { query: 'INSERT INTO `orders` VALUES (...)', said: 'insert orders <- orders' },
  { query: 'INSERT IGNORE INTO `a` (`x`) SELECT `y` FROM `b` , `c` AS `d` WHERE ID = ?', said: 'insert a b c <- a: x' },
  { query: 'INSERT INTO a SELECT * FROM b', said: 'insert a b <- a' },
  { query: 'insert into orders (a, b) values (?, …) on duplicate key update c = ?', said: 'insert orders <- orders: a, b' },
  {
    query: 'UPDATE `orders` `o` SET `o` . `state` = IF ( `a` = ? , `b` , ? ) , `x` = ? WHERE `y` = ?',
    said: 'update orders <- orders: state, x',
  },
  { query: 'UPDATE `orders` `o` JOIN `n` ON `n` . `a` = `o` . `id` SET `o` . `x` = ?', said: 'update orders n <- orders' },
  { query: 'DELETE FROM `orders` WHERE `a` IN (...)', said: 'delete orders <- orders' },
  { query: 'SELECT EXTRACT ( YEAR FROM `t` ) FROM `a` LEFT JOIN ( SELECT ? FROM `b` ) `x` ON ? = ?', said: 'select a b' },
  { query: 'SHOW TABLES', said: 'nothing' },
  { query: 'INSERT INTO', said: 'nothing' },
] as const;

for (const { query, said } of cases) {
  test(`statementShape(): ${query}`, () => {
    assert.equal(told(query), said);
  });
}

function told(query: string): string {
  const shape = statementShape(query);
  if (shape === null) return 'nothing';
  const name = ({ schema, name }: { readonly schema: string; readonly name: string }): string =>
    schema === '' ? name : `${schema}.${name}`;
  const to = shape.target === null ? '' : ` <- ${name(shape.target)}`;
  return `${shape.verb} ${shape.tables.map(name).join(' ')}${to}${shape.columns === null ? '' : `: ${shape.columns.join(', ')}`}`;
}
