/** A shop with a pool: `node shop.mjs PORT CONNECTIONS PER_SECOND`; short indexed reads and one-row transactions, without end. */
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.LAB_LIB}/../../../package.json`);
const mysql = require('mysql2/promise');
const [port, count, perSecond] = process.argv.slice(2).map(Number);
const pool = await Promise.all(
  Array.from({ length: count }, () => mysql.createConnection({ host: '127.0.0.1', port, user: 'app', database: 'shop' })),
);
for (const connection of pool) await connection.query('select 1');
console.log('READY');
let turn = 0;
setInterval(async () => {
  turn += 1;
  const connection = pool[turn % pool.length];
  if (turn % 5 !== 0) return void connection.query('select id, status from orders where customer = ?', [turn % 300]);
  await connection.query('start transaction');
  await connection.query('update stock set count = count - 1 where sku = ?', [1 + (turn % 200)]);
  await connection.query('insert into orders (customer, status) values (?, ?)', [turn % 300, 'paid']);
  await connection.query('commit');
}, 1000 / perSecond);
