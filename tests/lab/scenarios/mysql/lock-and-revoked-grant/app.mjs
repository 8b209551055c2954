// checkout (pino) and refund-job (python logging), by the first argument.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.LAB_LIB}/app.js`);
const mysql = require('mysql2/promise');
const [what, dbPort, port] = process.argv.slice(2);
const pool = mysql.createPool({
  host: '127.0.0.1',
  port: Number(dbPort),
  user: what === 'checkout' ? 'app' : 'refund_job',
  database: 'shop',
  connectionLimit: 10,
});
let lastOk = true;
if (what === 'checkout') {
  const log = (level, msg, more = {}) =>
    console.log(JSON.stringify({ level, time: Date.now(), pid: process.pid, hostname: 'checkout-7d9f', name: 'checkout', ...more, msg }));
  const reserve = async (sku) => {
    const begun = Date.now();
    try {
      await pool.query('update inventory set reserved = reserved + 1 where sku = ?', [sku]);
      await pool.query('insert into orders (sku, at) values (?, now())', [sku]);
      log(30, 'order placed', { sku, responseTime: Date.now() - begun });
      return true;
    } catch (error) {
      log(50, 'order failed', {
        sku,
        responseTime: Date.now() - begun,
        err: {
          type: 'Error',
          message: error.message,
          code: error.code,
          errno: error.errno,
          sqlState: error.sqlState,
          stack: `Error: ${error.message}\n    at PromisePool.query (/app/node_modules/mysql2/lib/promise/pool.js:36:22)\n    at reserve (/app/dist/orders/reserve.js:27:16)`,
        },
      });
      return false;
    }
  };
  const hot = ['SKU-1001', 'SKU-1002', 'SKU-1003'];
  let count = 0;
  setInterval(() => {
    count += 1;
    void reserve(count % 3 ? hot[count % hot.length] : `SKU-${1001 + (count % 40)}`);
  }, 500);
  createServer(async (_asked, answer) => {
    const ok = await reserve('SKU-1001');
    answer.writeHead(ok ? 200 : 500).end(ok ? '{"ok":true}' : '{"error":"internal"}');
  }).listen(Number(port), '127.0.0.1');
} else {
  const now = () => new Date().toISOString().replace('T', ' ').replace('Z', '').replace('.', ',');
  const run = async () => {
    try {
      const [rows] = await pool.query("select id, order_id, cents from refunds where state = 'approved' limit 20");
      for (const row of rows) await pool.query("update refunds set state = 'paid' where id = ?", [row.id]);
      console.log(`${now()} INFO refund_job.worker: run finished, ${rows.length} refunds paid out`);
      lastOk = true;
    } catch (error) {
      lastOk = false;
      console.log(
        `${now()} ERROR refund_job.worker: run failed, will retry in 3 s\nTraceback (most recent call last):\n  File "/srv/refund_job/worker.py", line 64, in run\n    rows = cursor.execute(APPROVED)\n  File "/usr/lib/python3/dist-packages/MySQLdb/cursors.py", line 206, in execute\n    res = self._query(query)\nMySQLdb._exceptions.OperationalError: (${error.errno}, "${error.sqlMessage ?? error.message}")`,
      );
    }
  };
  setInterval(() => void run(), 3000);
  void run();
  createServer((_asked, answer) => answer.writeHead(lastOk ? 200 : 500).end(lastOk ? 'ok' : 'failed')).listen(Number(port), '127.0.0.1');
}
