/** checkout-api: `node app.mjs HTTP_PORT DATABASE_PORT`. Each request touches the table orders; what lasts longer than 2 s is given up. */

import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const { Pool } = createRequire(`${process.env.LAB_LIB}/../../../package.json`)('pg');
const [port, database] = process.argv.slice(2);
const pool = new Pool({
  host: '127.0.0.1',
  port: Number(database),
  user: 'app',
  database: 'shop',
  application_name: 'checkout-api',
  max: 8,
  connectionTimeoutMillis: 2_500,
  statement_timeout: 2_000,
});
pool.on('error', () => undefined);

const order = () => pool.query("insert into orders (customer, total) values ('c-' || floor(random() * 1000)::int, 12.5)");
createServer(async (asked, response) => {
  try {
    if (asked.method === 'POST') await order();
    else await pool.query('select id from orders order by id desc limit 1');
    response.writeHead(200).end('{"status":"ok"}');
  } catch {
    response.writeHead(504).end('{"status":"gateway timeout"}');
  }
}).listen(Number(port), '127.0.0.1', () => console.log('READY'));
setInterval(() => void order().catch(() => undefined), 500);
