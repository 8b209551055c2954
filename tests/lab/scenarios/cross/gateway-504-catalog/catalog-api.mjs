import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { hostname } from 'node:os';

const mysql = createRequire(`${process.env.LAB_LIB}/x.mjs`)('mysql2/promise');
const [port, db] = process.argv.slice(2).map(Number);
const pool = mysql.createPool({ host: '127.0.0.1', port: db, user: 'app', database: 'shop', connectionLimit: 40 });
const log = (level, msg, more = {}) =>
  console.log(JSON.stringify({ level, time: Date.now(), pid: process.pid, hostname: hostname(), name: 'catalog-api', ...more, msg }));
let id = 0;
createServer(async (asked, answer) => {
  if (asked.url === '/livez') return void answer.end('ok');
  id += 1;
  const reqId = `req-${id.toString(36)}`;
  const started = Date.now();
  answer.on('close', () => {
    if (!answer.writableEnded)
      log(40, 'request aborted by the client', { reqId, req: { method: 'GET', url: asked.url }, responseTime: Date.now() - started });
  });
  try {
    const [rows] = await pool.query({ sql: 'SELECT id, name, price FROM products WHERE id = ?', timeout: 8000, values: [1 + (id % 50)] });
    answer.end(JSON.stringify(rows));
  } catch (error) {
    log(50, 'request errored', {
      reqId,
      req: { method: 'GET', url: asked.url },
      responseTime: Date.now() - started,
      err: {
        type: 'Error',
        message: error.message,
        code: error.code,
        stack: `Error: ${error.message}\n    at PoolConnection.query (/srv/catalog/node_modules/mysql2/promise.js:94:22)\n    at ProductStore.byId (/srv/catalog/dist/store/products.js:31:40)\n    at Object.handler (/srv/catalog/dist/routes/products.js:12:34)`,
      },
    });
    if (!answer.headersSent) {
      answer.writeHead(500);
      answer.end('{"statusCode":500,"error":"Internal Server Error"}');
    }
  }
}).listen(port, '127.0.0.1', () => log(30, `Server listening at http://127.0.0.1:${port}`));
