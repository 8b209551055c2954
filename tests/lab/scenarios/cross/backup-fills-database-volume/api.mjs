import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const { Pool } = createRequire(`${process.env.LAB_LIB}/x.js`)('pg');
const [port, dbPort] = process.argv.slice(2).map(Number);
const say = (level, text) => console.log(`${new Date().toISOString()} ${level} ${text}`);
const db = new Pool({
  host: '127.0.0.1',
  port: dbPort,
  user: 'app',
  database: 'shop',
  application_name: 'shop-api',
  max: 5,
  connectionTimeoutMillis: 2000,
});
db.on('error', () => undefined);
let last = 'ok';
createServer(async (asked, response) => {
  const fail = (text) => {
    response.writeHead(500);
    response.end(`{"status":"error","message":"${text}"}`);
  };
  if (asked.url === '/health') return last === 'ok' ? response.end('{"status":"ok"}') : fail('orders cannot be stored');
  try {
    await db.query('insert into orders (items) values ($1)', [randomBytes(3500).toString('base64')]);
    if (last !== 'ok') say('INFO', 'orders are stored again');
    last = 'ok';
    response.end('{"status":"stored"}');
  } catch (error) {
    last = error.message;
    say('ERROR', `POST /orders 500 orders-db: ${error.message}`);
    fail('internal error');
  }
}).listen(port, '127.0.0.1', () => say('INFO', 'shop-api listening'));
