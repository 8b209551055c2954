import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { DatabaseSync } from 'node:sqlite';

const [port, folder, release] = process.argv.slice(2);
const log = (line) => appendFileSync(`${folder}/orders-api.log`, `${new Date().toISOString()} ${line}\n`);
const database = new DatabaseSync(`${folder}/orders.db`);
const columns = release === '2.14.0' ? 'id, total, coupon_code' : 'id, total';

createServer((asked, response) => {
  try {
    const rows = asked.url === '/health' ? [] : database.prepare(`SELECT ${columns} FROM orders ORDER BY id DESC LIMIT 20`).all();
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(rows));
    if (asked.url !== '/health') log(`INFO ${asked.method} ${asked.url} 200`);
  } catch (error) {
    log(`ERROR ${asked.method} ${asked.url} 500 ${error.code} ${error.message}\n    at listOrders (orders-api/src/orders.js:41:19)`);
    response.writeHead(500, { 'content-type': 'application/json' });
    response.end('{"error":"internal server error"}');
  }
}).listen(Number(port), '127.0.0.1', () => log(`INFO orders-api ${release} listening on ${port}`));
