import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { Pool } = createRequire(join(process.env.LAB_LIB, 'x.js'))('pg');
const pool = new Pool({
  host: '127.0.0.1',
  port: Number(process.env.LAB_PORT_1),
  user: 'app',
  database: 'shop',
  application_name: 'stock-api',
  max: 20,
});
pool.on('error', () => undefined);
const log = (line) => appendFileSync(`${process.env.LAB_DIR}/stock-api.log`, `${new Date().toISOString()} ${line}\n`);

createServer(async (asked, response) => {
  const started = Date.now();
  const { rows } = await pool.query('select left_over from stock where sku = 7').catch(() => ({ rows: [] }));
  // Asks the warehouse's own system, which takes its time.
  await new Promise((later) => setTimeout(later, 320));
  log(
    `INFO ${asked.method} ${asked.url} ${response.destroyed ? '499 client closed the connection' : rows.length > 0 ? 200 : 500} ${Date.now() - started}ms`,
  );
  response.writeHead(rows.length > 0 ? 200 : 500, { 'content-type': 'application/json' });
  response.end(JSON.stringify(rows[0] ?? {}));
}).listen(Number(process.env.LAB_PORT_2), '127.0.0.1', () => console.log('READY'));
