import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { Pool } = createRequire(join(process.env.LAB_LIB, 'x.js'))('pg');
const max = Number(process.env.DB_POOL_MAX);
const pool = new Pool({
  host: '127.0.0.1',
  port: Number(process.env.LAB_PORT_1),
  user: 'app',
  database: 'shop',
  application_name: 'orders-api',
  max,
  connectionTimeoutMillis: 700,
});
pool.on('error', () => undefined);
const log = (line) => appendFileSync(`${process.env.LAB_DIR}/orders-api.log`, `${new Date().toISOString()} ${line}\n`);

createServer(async (asked, response) => {
  const started = Date.now();
  let status = 200;
  try {
    const client = await pool.connect();
    await client.query('insert into orders (total) values (42)');
    // The tax service is asked while the connection is held.
    await new Promise((later) => setTimeout(later, 250));
    await client.query('update orders set taxed = true where id = (select max(id) from orders)').finally(() => client.release());
    log(`INFO ${asked.method} ${asked.url} 201 ${Date.now() - started}ms`);
  } catch (error) {
    status = 503;
    log(
      `ERROR ${asked.method} ${asked.url} 503 ${error.message} (pool total=${pool.totalCount} idle=${pool.idleCount} waiting=${pool.waitingCount} max=${max})`,
    );
  }
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end('{}');
}).listen(Number(process.env.LAB_PORT_2), '127.0.0.1', () => {
  log(`INFO orders-api ${process.env.RELEASE} listening on ${process.env.LAB_PORT_2}, database pool max=${max}`);
  console.log('READY');
});
