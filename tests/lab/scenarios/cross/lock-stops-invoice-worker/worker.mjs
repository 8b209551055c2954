import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.LAB_LIB}/x.js`);
const { Redis } = require('ioredis');
const { createPool } = require('mysql2/promise');
const [port, queuePort, dbPort] = process.argv.slice(2).map(Number);
const say = (level, text) => console.log(`${new Date().toISOString()} ${level} ${text}`);
const queue = new Redis({ host: '127.0.0.1', port: queuePort, connectionName: 'invoice-worker' });
queue.on('error', (error) => say('ERROR', `jobs-queue: ${error.message}`));
const db = createPool({ host: '127.0.0.1', port: dbPort, user: 'app', database: 'shop', connectionLimit: 2 });
let done = 0;
createServer((_asked, response) => response.end(`{"status":"ok","done":${done}}`)).listen(port, '127.0.0.1', () =>
  say('INFO', 'invoice-worker listening'),
);
for (;;) {
  const taken = await queue.blpop('jobs:invoices', 5);
  if (taken === null) continue;
  const job = JSON.parse(taken[1]);
  for (;;) {
    let connection;
    try {
      connection = await db.getConnection();
      await connection.query('start transaction');
      await connection.query('update invoice_numbers set last = last + 1 where year = 2026');
      await connection.query('insert into invoices (order_id) values (?)', [job.order]);
      await connection.query('commit');
      done += 1;
      say('INFO', `invoice for order ${job.order} done`);
      break;
    } catch (error) {
      say('ERROR', `invoice for order ${job.order} failed, again in a second: ${error.message}`);
      await connection?.query('rollback').catch(() => undefined);
      await new Promise((again) => setTimeout(again, 1000));
    } finally {
      connection?.release();
    }
  }
}
