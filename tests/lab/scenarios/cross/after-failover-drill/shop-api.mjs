/** `node shop-api.mjs PORT DATABASE_PORT CACHE_PORT`: POST /cart, POST /order, GET /article. */
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const required = createRequire(`${process.env.LAB_LIB}/../../../package.json`);
const pg = required('pg');
const { Redis } = required('ioredis');
const [port, databasePort, cachePort] = process.argv.slice(2);
const log = (level, text) => console.log(`${new Date().toISOString()} ${level} [shop-api] ${text}`);
const database = new pg.Pool({
  host: '127.0.0.1',
  port: Number(databasePort),
  user: 'app',
  database: 'shop',
  max: 3,
  statement_timeout: 3_000,
});
database.on('error', (error) => log('WARN', `database: ${error.message}`));
const carts = new Redis({ port: Number(cachePort), connectionName: 'shop-api', maxRetriesPerRequest: 1 });
carts.on('error', (error) => log('WARN', `carts: ${error.message}`));
const works = {
  '/cart': () => carts.hincrby('cart:4711', 'A-17', 1),
  '/order': () => database.query("insert into orders (article) values ('A-17')"),
  '/article': () => database.query('select count(*) from orders'),
  '/healthz': () => undefined,
};
createServer(async (asked, response) => {
  try {
    await works[asked.url]?.();
    response.end('ok');
  } catch (error) {
    log('ERROR', `${asked.method} ${asked.url} 500 ${error.message}`);
    response.writeHead(500).end();
  }
}).listen(Number(port), '127.0.0.1', () => log('INFO', `listening on ${port}`));
