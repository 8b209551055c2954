import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { createPool } = createRequire(join(process.env.LAB_LIB, 'x.js'))('mysql2/promise');
const pool = createPool({ host: '127.0.0.1', port: Number(process.env.LAB_PORT_2), user: 'app', database: 'shop', connectionLimit: 8 });

createServer(async (_asked, response) => {
  const order = 1 + Math.floor(Math.random() * 20000);
  const status = await pool
    .query('insert into orders (customer_id, total) values (?, 42)', [order])
    .then(() => pool.query('select id, total from orders where id = ?', [order]))
    .then(
      () => 200,
      () => 500,
    );
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end('{"status":"ok"}');
}).listen(Number(process.env.LAB_PORT_3), '127.0.0.1', () => console.log('READY'));
