// ledger: moves money; logs as zap does.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.LAB_LIB}/app.js`);
const pg = require('pg');
const [dbPort, port] = process.argv.slice(2).map(Number);
const pool = new pg.Pool({
  host: '127.0.0.1',
  port: dbPort,
  user: 'app',
  database: 'shop',
  max: 8,
  application_name: 'ledger',
  options: '-c lock_timeout=2000',
});
pool.on('error', () => undefined);
const log = (level, msg, more) =>
  console.log(JSON.stringify({ level, ts: Date.now() / 1000, caller: 'transfer/service.go:118', msg, service: 'ledger', ...more }));
async function transfer(from, to) {
  const client = await pool.connect();
  const begun = Date.now();
  try {
    await client.query('begin');
    await client.query('update accounts set cents = cents - 100 where id = $1', [from]);
    await client.query('update accounts set cents = cents + 100 where id = $1', [to]);
    await client.query('commit');
    log('info', 'transfer done', { from, to, took: (Date.now() - begun) / 1000 });
    return true;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    log('error', 'transfer failed', {
      from,
      to,
      took: (Date.now() - begun) / 1000,
      error: `ERROR: ${error.message} (SQLSTATE ${error.code})`,
      stacktrace:
        'ledger/transfer.(*Service).Transfer\n\t/src/transfer/service.go:118\nledger/http.(*Handler).PostTransfer\n\t/src/http/handler.go:57',
    });
    return false;
  } finally {
    client.release();
  }
}
createServer(async (_asked, answer) => {
  const ok = await transfer(1, 40);
  answer.writeHead(ok ? 200 : 500, { 'content-type': 'application/json' }).end(ok ? '{"ok":true}' : '{"error":"internal"}');
}).listen(port, '127.0.0.1');
let count = 0;
setInterval(() => {
  count += 1;
  void transfer(count % 2 ? 1 + (count % 3) : 10 + (count % 30), 45 + (count % 100));
}, 400);
