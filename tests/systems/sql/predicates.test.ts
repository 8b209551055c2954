import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filterIn } from '../../../src/systems/sql/predicates.ts';

const cases = [
  ["select id, name from users where lower(email) = lower($1 || $2 || $3)", 'users: function lower(email)'],
  ["select id from users where lower(email) = lower('user' || '77' || '@example.com');", 'users: function lower(email)'],
  ['select * from order_lines where order_id = 7', 'order_lines: bare order_id'],
  ["SELECT u.* FROM shop.users AS u WHERE u.id::text = '7' AND u.state IN ($1, $2)", 'users: cast id::text, bare state'],
  ['select count(*) from orders where date(created_at) = $1 order by id', 'orders: function date(created_at)'],
  ["select 1 from orders where date_trunc('day', created_at) >= now() - interval '1 day'", 'orders: function date_trunc(created_at, …)'],
  ['select 1 from orders where cast(id as varchar) = $1 limit 1', 'orders: cast id::varchar'],
  ["select 1 from items where name like '%shoe%' and shop = 4", "items: leading-wildcard name LIKE '%…', bare shop"],
  ["select 1 from items where name like 'shoe%'", 'items: bare name'],
  ['update users set seen = now() where id = 7 returning id', 'users: bare id'],
  ['delete from users where created between $1 and $2 and id > 5', 'users: bare created, bare id'],
  ['select 1 from users where data @> $1 and id = 7', 'users: bare id'],
  ['select 1 from users where id = 7 or lower(email) = $1', null],
  ['select 1 from a join b on a.id = b.id where lower(a.x) = $1', null],
  ['select 1 from a, b where a.id = b.id', null],
  ['select 1 from a x, b y where x.id = y.id and lower(x.name) = $1', null],
  ['select 1 from a as x, b where x.id = $1', null],
  ['select 1 from "Users" where Name = $1', 'Users: bare name'],
  ['select 1', null],
  ["select 1 from users where email = lower('X')", 'users: bare email'],
] as const; // biome-ignore format: a table

for (const [statement, expected] of cases) {
  test(`filterIn() of '${statement}' is ${expected ?? 'nothing'}`, () => {
    const filter = filterIn(statement);

    const told = filter === null ? null : `${filter.table}: ${filter.predicates.map(({ how, text }) => `${how} ${text}`).join(', ')}`;
    assert.equal(told, expected);
  });
}

const digests = [
  ['SELECT ID , NAME , `city` FROM `members` WHERE `phone` = ?', 'members: bare phone ='],
  ['SELECT * FROM `shop` . `orders` WHERE `orders` . `state` IN (...) AND ID > ? LIMIT ?', 'orders: bare state in, bare id >'],
  ['SELECT * FROM `orders` WHERE DATE ( `created_at` ) = ? ORDER BY ID', 'orders: function date(created_at) ='],
  ['SELECT * FROM `Orders` `o` WHERE CAST ( `o` . `code` AS CHAR ) = ? FOR UPDATE', 'Orders: cast code::char ='],
  ['UPDATE `stock` SET `left` = `left` - ? WHERE `sku` = ? && `shop` <=> ?', 'stock: bare sku =, bare shop <=>'],
  ['DELETE FROM `carts` WHERE `seen` < NOW ( ) - INTERVAL ? DAY', 'carts: bare seen <'],
  ["select 1 from items where name like '%shoe%'", "items: leading-wildcard name LIKE '%…' like"],
  ['SELECT * FROM `a` STRAIGHT_JOIN `b` ON `a` . `id` = `b` . `a` WHERE `b` . `x` = ?', null],
  ['SELECT * FROM `posts` WHERE MATCH ( `body` ) AGAINST ( ? )', null],
] as const; // biome-ignore format: a table

for (const [statement, expected] of digests) {
  test(`filterIn() of MySQL’s '${statement}' is ${expected ?? 'nothing'}`, () => {
    const filter = filterIn(statement, 'mysql');

    const told = filter?.predicates.map(({ how, text, operator }) => `${how} ${text} ${operator}`).join(', ');
    assert.equal(filter === null ? null : `${filter.table}: ${told}`, expected);
  });
}
