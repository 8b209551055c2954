// orders-api: node server.mjs PORT DB_PORT
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const pg = createRequire(`${process.env.LAB_LIB}/../../../package.json`)('pg');
const [port, dbPort] = process.argv.slice(2).map(Number);
const pool = new pg.Pool({
  host: '127.0.0.1',
  port: dbPort,
  user: 'app',
  database: 'shop',
  max: 6,
  connectionTimeoutMillis: 1500,
  idleTimeoutMillis: 0,
  application_name: 'orders-api',
});
let request = 0;
const log = (level, msg, more = {}) =>
  console.log(JSON.stringify({ level, time: new Date().toISOString(), service: 'orders-api', pid: process.pid, msg, ...more }));
pool.on('error', (error) => log('error', 'idle client', { err: error.message }));

async function redeem(code) {
  const client = await pool.connect();
  const { rows } = await client.query('select code, valid_until < now() as over from coupons where code = $1', [code]);
  if (rows.length === 0) {
    client.release();
    return { status: 404, body: { error: 'unknown coupon' } };
  }
  if (rows[0].over) throw Object.assign(new Error('coupon is over'), { status: 422 });
  client.release();
  return { status: 200, body: rows[0] };
}

async function work(path) {
  if (path === '/healthz') {
    await pool.query('select 1');
    return { status: 200, body: { status: 'ok' } };
  }
  if (path.startsWith('/coupons/')) return redeem(path.slice(9));
  if (path.startsWith('/orders/')) {
    const { rows } = await pool.query('select id, total from orders where id = $1', [Number(path.slice(8))]);
    return { status: rows.length === 0 ? 404 : 200, body: rows[0] ?? {} };
  }
  return { status: 404, body: {} };
}

createServer(async (asked, response) => {
  request += 1;
  const reqId = `req-${request.toString(36)}`;
  const began = performance.now();
  let status;
  let body;
  try {
    ({ status, body } = await work(asked.url));
  } catch (error) {
    status = error.status ?? 503;
    body = { error: status === 503 ? 'temporarily unavailable' : error.message };
    if (status === 503) {
      log('error', 'request failed', {
        reqId,
        path: asked.url,
        err: { type: error.name, message: error.message },
        pool: { max: 6, total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount },
      });
    }
  }
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
  const ms = Math.round(performance.now() - began);
  log(status >= 500 ? 'error' : status >= 400 ? 'warn' : 'info', 'request completed', {
    reqId,
    method: asked.method,
    path: asked.url,
    status,
    ms,
  });
}).listen(port, '127.0.0.1', () => log('info', 'listening', { port, version: '2.14.0' }));

setInterval(() => log('info', 'feature flags refreshed', { flags: 31, changed: 0 }), 7_000);
setInterval(() => log('warn', 'deprecated header X-Client-Version seen', { count: 3 + Math.floor(Math.random() * 9) }), 9_000);
