import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { Pool } = createRequire(join(process.env.LAB_LIB, 'x.js'))('pg');
const pool = new Pool({
  host: '127.0.0.1',
  port: Number(process.env.LAB_PORT_1),
  user: 'app',
  database: 'shop',
  application_name: 'sales-dashboard',
  max: 6,
  options: '-c statement_timeout=2500',
});
pool.on('error', () => undefined);
const pages = { '/sales': 'select * from sales_daily order by day desc limit 30', '/returns': 'select count(*) from returns' };

createServer(async (asked, response) => {
  const status = await pool.query(pages[asked.url] ?? 'select 1').then(
    () => 200,
    () => 500,
  );
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(status === 200 ? '{"status":"ok"}' : '{"error":"internal server error"}');
}).listen(Number(process.env.LAB_PORT_2), '127.0.0.1', () => console.log('READY'));
