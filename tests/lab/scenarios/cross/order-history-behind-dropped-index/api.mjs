import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { createPool } = createRequire(join(process.env.LAB_LIB, 'x.js'))('mysql2/promise');
const pool = createPool({ host: '127.0.0.1', port: Number(process.env.LAB_PORT_1), user: 'app', database: 'shop', connectionLimit: 8 });
const log = (line) => appendFileSync(`${process.env.LAB_DIR}/account-api.log`, `${new Date().toISOString()} ${line}\n`);
const queries = [
  'select id, state, total from customer_orders where customer_id = ? order by placed desc limit 20',
  "select count(*) as open from customer_orders where customer_id = ? and state = 'open'",
  'select sum(total) as spent from customer_orders where customer_id = ?',
];

createServer(async (asked, response) => {
  const start = Date.now();
  const customer = 1 + Math.floor(Math.random() * 20000);
  let status = 200;
  for (const query of queries) await pool.query(query, [customer]).catch(() => (status = 500));
  log(`INFO ${asked.method} ${asked.url} ${status} ${Date.now() - start}ms customer=${customer}`);
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end('{"orders":[]}');
}).listen(Number(process.env.LAB_PORT_3), '127.0.0.1', () => console.log('READY'));
