// checkout-api: node server.mjs PORT DB_PORT CACHE_PORT
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const from = createRequire(`${process.env.LAB_LIB}/../../../package.json`);
const pg = from('pg');
const Redis = from('ioredis');
const [port, dbPort, cachePort] = process.argv.slice(2).map(Number);
const pool = new pg.Pool({
  host: '127.0.0.1',
  port: dbPort,
  user: 'app',
  database: 'shop',
  max: 5,
  idleTimeoutMillis: 300,
  connectionTimeoutMillis: 3000,
  application_name: 'checkout-api',
});
pool.on('error', () => undefined);
const cache = new Redis(cachePort, '127.0.0.1');
const log = (level, text) => console.log(`${new Date().toISOString()} ${level.padEnd(5)} checkout-api ${text}`);

createServer(async (asked, response) => {
  const say = (status, body) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  try {
    const product = 1 + Math.floor(Math.random() * 5000);
    if ((await cache.get(`product:${product}`)) === null) {
      log('DEBUG', `cache miss product:${product}`);
      await cache.set(`product:${product}`, 'p'.repeat(400));
    }
    await pool.query('insert into carts (product) values ($1)', [product]);
    log('INFO', `${asked.url} 200`);
    say(200, { status: 'ok' });
  } catch (error) {
    log('ERROR', `${asked.url} 500 could not store the cart: ${error.message}`);
    say(500, { error: 'internal' });
  }
}).listen(port, '127.0.0.1', () => log('INFO', 'listening'));
