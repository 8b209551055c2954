import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const { createConnection } = createRequire(`${process.env.LAB_LIB}/x.mjs`)('mysql2/promise');
const [port, db] = process.argv.slice(2).map(Number);
const log = (level, msg, more = {}) =>
  console.log(JSON.stringify({ level, ts: new Date().toISOString(), caller: 'store/mysql.go:87', msg, ...more }));
log('info', 'order-api starting', { version: 'v1.22.0', go: 'go1.22.3', listen: ':8080' });
createServer(async (asked, answer) => {
  const started = Date.now();
  let connection;
  try {
    connection = await createConnection({ host: '127.0.0.1', port: db, user: 'app', database: 'shop', connectTimeout: 3000 });
    const [rows] = await connection.query('select id, state from orders order by id desc limit 5');
    answer.writeHead(200, { 'content-type': 'application/json' });
    answer.end(JSON.stringify({ orders: rows }));
  } catch (error) {
    log('error', 'list orders failed', {
      error: `sql: connection failed: Error ${error.errno ?? 0} (${error.sqlState ?? 'HY000'}): ${error.sqlMessage ?? error.message}`,
      path: asked.url,
      duration_ms: Date.now() - started,
      stacktrace:
        'github.com/acme/order-api/store.(*MySQL).ListOrders\n\t/src/store/mysql.go:87\ngithub.com/acme/order-api/http.(*Server).list\n\t/src/http/orders.go:41\nnet/http.HandlerFunc.ServeHTTP\n\t/usr/local/go/src/net/http/server.go:2166',
    });
    answer.writeHead(500, { 'content-type': 'application/json' });
    answer.end('{"error":"internal"}');
  } finally {
    await connection?.end().catch(() => undefined);
  }
}).listen(port, '127.0.0.1');
