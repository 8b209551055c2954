/** The orders' API. `node orders-api.mjs PORT DATABASE_PORT` */
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const pg = createRequire(`${process.env.LAB_LIB}/../../../package.json`)('pg');
const [port, databasePort] = process.argv.slice(2);
const pool = new pg.Pool({
  host: '127.0.0.1',
  port: Number(databasePort),
  user: 'app',
  database: 'shop',
  max: 4,
  application_name: 'orders-api',
  statement_timeout: 2_000,
  connectionTimeoutMillis: 3_000,
});
pool.on('error', () => undefined);
const log = (level, text) => console.log(`${new Date().toISOString()} ${level} orders-api ${text}`);
createServer(async (asked, response) => {
  const id = Number(asked.url?.split('/')[2] ?? 0);
  const since = Date.now();
  try {
    const { rows } = await pool.query('select id, status from orders where id = $1', [id]);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(rows[0]));
  } catch (error) {
    log('ERROR', `GET ${asked.url} 503 after ${Date.now() - since} ms: ${error.message}`);
    response.writeHead(503).end('{"error":"try again later"}');
  }
}).listen(Number(port), '127.0.0.1', () => log('INFO', `listening on ${port}`));
