import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.env.LAB_LIB, 'x.js'));
const { Pool } = require('pg');
const { Redis } = require('ioredis');
const log = (line) => appendFileSync(`${process.env.LAB_DIR}/checkout-api.log`, `${new Date().toISOString()} ${line}\n`);
const pool = new Pool({
  host: '127.0.0.1',
  port: Number(process.env.LAB_PORT_1),
  user: 'app',
  database: 'shop',
  application_name: 'checkout-api',
  max: 8,
});
pool.on('error', () => undefined);
const cache = new Redis({ host: '127.0.0.1', port: Number(process.env.LAB_PORT_2), connectionName: 'checkout-api' });
cache.on('error', () => undefined);

createServer(async (asked, response) => {
  const started = Date.now();
  const customer = Math.floor(Math.random() * 2000);
  const status = await cache
    .set(`cart:${customer}`, 'empty', 'EX', 3600)
    .then(() => pool.query('insert into orders (total) values ($1)', [customer]))
    .then(
      () => 200,
      () => 500,
    );
  log(`${status === 200 ? 'INFO' : 'ERROR'} ${asked.method} ${asked.url} ${status} ${Date.now() - started}ms`);
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end('{"status":"ok"}');
}).listen(Number(process.env.LAB_PORT_3), '127.0.0.1', () => console.log('READY'));
