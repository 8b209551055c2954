/** my-orders: `node app.mjs HTTP_PORT PRIMARY REPLICA`. Orders are written to the primary; the list is read from the replica. */

import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const mysql = createRequire(`${process.env.LAB_LIB}/../../../package.json`)('mysql2/promise');
const [port, primary, replica] = process.argv.slice(2);
const pool = (at) => mysql.createPool({ host: '127.0.0.1', port: Number(at), user: 'app', database: 'shop', connectionLimit: 3 });
const [writes, reads] = [pool(primary), pool(replica)];
const place = async () => (await writes.query("insert into orders (customer, total) values ('c-17', 20)"))[0].insertId;

createServer(async (asked, response) => {
  try {
    const { pathname, searchParams } = new URL(asked.url ?? '/', 'http://localhost');
    if (asked.method === 'POST') response.end(JSON.stringify({ id: await place() }));
    else if (pathname === '/health') response.end('{"status":"ok"}');
    else
      response.end(
        JSON.stringify((await reads.query('select id, customer from orders where id = ?', [Number(searchParams.get('id'))]))[0]),
      );
  } catch {
    response.writeHead(500).end('{"status":"error"}');
  }
}).listen(Number(port), '127.0.0.1', () => console.log('READY'));
setInterval(() => void place().catch(() => undefined), 1_000);
setInterval(() => void reads.query('select * from orders order by id desc limit 20').catch(() => undefined), 400);
