import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const pg = createRequire(`${process.env.LAB_LIB}/x.js`)('pg');
const [port, db, log] = process.argv.slice(2);
process.title = 'billing';
const say = (level, logger, msg, more = {}) =>
  appendFileSync(log, `${JSON.stringify({ level, ts: Date.now() / 1000, logger, caller: 'billing/server.go:118', msg, ...more })}\n`);
const pool = new pg.Pool({
  host: '127.0.0.1',
  port: Number(db),
  user: 'app',
  database: 'shop',
  max: 4,
  maxUses: 5,
  idleTimeoutMillis: 2000,
  application_name: 'billing',
});
pool.on('error', () => undefined);
let n = 0;
createServer(async (_q, a) => {
  n += 1;
  const id = n;
  try {
    await pool.query('select 1');
    if (id % 4 === 0) say('info', 'http', 'request', { path: '/invoices', status: 200 });
    a.end('[]');
  } catch (e) {
    say('error', 'http', 'list invoices', {
      path: '/invoices',
      status: 500,
      error: `failed to connect to host=127.0.0.1 user=app database=shop: server error (FATAL: ${e.message} (SQLSTATE ${e.code}))`,
    });
    a.writeHead(500).end();
  }
}).listen(Number(port), '127.0.0.1');
setInterval(
  () => say('warn', 'statsd', 'write udp 127.0.0.1:50112->127.0.0.1:8125: write: connection refused, metrics dropped', { dropped: 240 }),
  1000,
);
