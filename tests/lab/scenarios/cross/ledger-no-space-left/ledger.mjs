import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const { Pool } = createRequire(`${process.env.LAB_LIB}/x.mjs`)('pg');
const [port, db] = process.argv.slice(2).map(Number);
const pool = new Pool({
  host: '127.0.0.1',
  port: db,
  user: 'app',
  database: 'shop',
  max: 4,
  connectionTimeoutMillis: 2000,
  application_name: 'ledger',
});
pool.on('error', () => undefined);
const stamp = () => new Date().toISOString().replace(/[-]/g, '/').replace('T', ' ').slice(0, 19);
console.log(`${stamp()} main.go:52: ledger v2.31.0 (go1.22.5) listening on :8080`);
createServer(async (asked, answer) => {
  if (asked.url === '/healthz') return void answer.end('ok');
  try {
    await pool.query(
      'insert into postings (account, amount, memo) select 4711, 10, repeat(md5(random()::text), 40) from generate_series(1, 40)',
    );
    answer.end('{"posted":true}');
  } catch (error) {
    const text =
      error.code?.length === 5
        ? `pq: ${error.message} (SQLSTATE ${error.code})`
        : `dial tcp 127.0.0.1:${db}: ${/REFUSED/.test(String(error.code)) ? 'connect: connection refused' : error.message}`;
    console.log(`${stamp()} posting.go:133: ERROR post batch acct=4711 entries=40: ${text}`);
    answer.writeHead(500);
    answer.end('{"error":"posting failed"}');
  }
}).listen(port, '127.0.0.1');
