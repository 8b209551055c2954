/** login-api: `node app.mjs HTTP_PORT DATABASE_PORT`. A login that isn't found within 150 ms is given up. */

import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const { Pool } = createRequire(`${process.env.LAB_LIB}/../../../package.json`)('pg');
const [port, database] = process.argv.slice(2);
const pool = new Pool({
  host: '127.0.0.1',
  port: Number(database),
  user: 'app',
  database: 'shop',
  application_name: 'login-api',
  max: 4,
  connectionTimeoutMillis: 2_000,
  statement_timeout: 150,
});
pool.on('error', () => undefined);

const find = () =>
  pool.query('select id, password_hash from accounts where lower(email) = lower($1)', [
    `User.${Math.floor(Math.random() * 700_000)}@Example.com`,
  ]);
createServer(async (_asked, response) => {
  try {
    await find();
    response.writeHead(200).end('{"status":"ok"}');
  } catch {
    response.writeHead(503).end('{"status":"try again later"}');
  }
}).listen(Number(port), '127.0.0.1', () => console.log('READY'));
setInterval(() => void find().catch(() => undefined), 600);
