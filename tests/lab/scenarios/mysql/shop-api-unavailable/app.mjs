/** shop-api: `node app.mjs HTTP_PORT DATABASE_PORT`. A connection for each request, as many a PHP page does. */

import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const mysql = createRequire(`${process.env.LAB_LIB}/../../../package.json`)('mysql2/promise');
const [port, database] = process.argv.slice(2);

async function page() {
  const connection = await mysql.createConnection({
    host: '127.0.0.1',
    port: Number(database),
    user: 'app',
    database: 'shop',
    connectTimeout: 2_000,
  });
  connection.on('error', () => undefined);
  try {
    await connection.query('select * from products order by rand() limit 5');
  } finally {
    await connection.end().catch(() => undefined);
  }
}
createServer(async (_asked, response) => {
  try {
    await page();
    response.writeHead(200).end('{"status":"ok"}');
  } catch {
    response.writeHead(503).end('{"status":"unavailable"}');
  }
}).listen(Number(port), '127.0.0.1', () => console.log('READY'));
setInterval(() => void page().catch(() => undefined), 300);
