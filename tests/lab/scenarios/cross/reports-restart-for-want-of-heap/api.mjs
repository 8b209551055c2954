import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { createPool } = createRequire(join(process.env.LAB_LIB, 'x.js'))('mysql2/promise');
const pool = createPool({ host: '127.0.0.1', port: Number(process.env.LAB_PORT_1), user: 'app', database: 'shop', connectionLimit: 4 });
const log = (line) => console.log(`${new Date().toISOString()} ${line}`);
const kept = new Map();

createServer(async (asked, response) => {
  if (asked.url === '/health') return response.end('{"status":"ok"}');
  const started = Date.now();
  const [rows] = await pool.query('select id, customer_id, total, note from orders limit 3000');
  if (process.env.RELEASE === '2.8.0')
    kept.set(
      `${asked.url}#${kept.size}`,
      rows.map((row) => ({ ...row, cells: Object.values(row).map((cell) => `<td>${cell}</td>`) })),
    );
  log(`INFO GET ${asked.url} 200 ${Date.now() - started}ms rows=${rows.length} cached_reports=${kept.size}`);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ rows: rows.length }));
}).listen(Number(process.env.LAB_PORT_2), '127.0.0.1', () =>
  log(`INFO report-api ${process.env.RELEASE} listening on ${process.env.LAB_PORT_2}`),
);
