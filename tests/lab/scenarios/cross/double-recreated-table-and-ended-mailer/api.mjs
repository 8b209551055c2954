import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.env.LAB_LIB, 'x.js'));
const { Pool } = require('pg');
const { Redis } = require('ioredis');
const pool = new Pool({
  host: '127.0.0.1',
  port: Number(process.env.LAB_PORT_1),
  user: 'app',
  database: 'shop',
  application_name: 'shop-api',
  max: 8,
});
pool.on('error', () => undefined);
const queue = new Redis({ host: '127.0.0.1', port: Number(process.env.LAB_PORT_2), connectionName: 'shop-api' });
queue.on('error', () => undefined);
// Newsletters and reminders go the same way as the confirmations.
setInterval(() => queue.rpush('queue:mails', '{"template":"reminder"}', '{"template":"reminder"}').catch(() => undefined), 200);

createServer(async (_asked, response) => {
  const status = await pool
    .query("select percent from coupons where code = 'AUTUMN7'")
    .then(() => pool.query('insert into orders (total) values (42)'))
    .then(() => queue.rpush('queue:mails', '{"template":"confirmation"}'))
    .then(
      () => 200,
      () => 500,
    );
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(status === 200 ? '{"status":"ok"}' : '{"error":"internal server error"}');
}).listen(Number(process.env.LAB_PORT_3), '127.0.0.1', () => console.log('READY'));
