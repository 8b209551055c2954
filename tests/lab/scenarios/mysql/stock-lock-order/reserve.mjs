/** Takes one each of two articles in one transaction, over and over: `node reserve.mjs PORT LOGIN SKU SKU`. */
import { createRequire } from 'node:module';

const { createConnection } = createRequire(`${process.env.LAB_LIB}/x.mjs`)('mysql2/promise');
const [port, user, first, second] = process.argv.slice(2);
const later = (ms) => new Promise((done) => setTimeout(done, ms));
const connection = await createConnection({ host: '127.0.0.1', port: Number(port), user, database: 'shop' });
for (;;) {
  try {
    await connection.query('begin');
    await connection.query('update stock_levels set quantity = quantity - 1 where sku = ?', [Number(first)]);
    await later(200);
    await connection.query('update stock_levels set quantity = quantity - 1 where sku = ?', [Number(second)]);
    await connection.query('commit');
  } catch (error) {
    console.log(new Date().toISOString(), 'reservation failed:', error.message);
    await connection.query('rollback').catch(() => process.exit(1));
  }
  await later(150 + Math.random() * 200);
}
