// order-api: logs as pino does.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const mysql = createRequire(join(process.env.LAB_LIB, 'x.mjs'))('mysql2/promise');
const [port, dbPort] = process.argv.slice(2).map(Number);
const pool = mysql.createPool({
  host: '127.0.0.1',
  port: dbPort,
  user: 'app',
  database: 'shop',
  connectionLimit: 6,
  waitForConnections: true,
});
const log = (level, fields, msg) => console.log(JSON.stringify({ level, time: Date.now(), name: 'order-api', ...fields, msg }));
createServer(async (asked, answer) => {
  const started = Date.now();
  try {
    if (asked.url.startsWith('/orders/recent')) {
      const [rows] = await pool.query('select count(*) as n from orders');
      answer.end(JSON.stringify({ count: rows[0].n }));
    } else {
      const connection = await pool.getConnection();
      try {
        await connection.query('set session lock_wait_timeout = 3');
        await connection.query("insert into orders (sku, state) values ('A-1', 'new')");
      } finally {
        connection.release();
      }
      answer.writeHead(201).end('{"status":"created"}');
    }
  } catch (failure) {
    log(50, { err: { code: failure.code, message: failure.message }, url: asked.url, ms: Date.now() - started }, 'request failed');
    answer.writeHead(500).end('{"error":"internal"}');
  }
}).listen(port, '127.0.0.1', () => log(30, { port }, 'READY'));
