import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { Pool } = createRequire(join(process.env.LAB_LIB, 'x.js'))('pg');
const pool = new Pool({
  host: '127.0.0.1',
  port: Number(process.env.LAB_PORT_1),
  user: 'app',
  database: 'shop',
  application_name: 'invoice-api',
  min: 3,
  max: 3,
  idleTimeoutMillis: 0,
});
pool.on('error', () => undefined);
const folder = process.env.LAB_DIR;
const out = openSync(`${folder}/invoice-api.log`, 'a');
const log = (line) => writeSync(out, `${new Date().toISOString()} ${line}\n`);

createServer(async (asked, response) => {
  let status = 200;
  try {
    const { rows } = await pool.query('select total from invoices where id = $1', [1 + Math.floor(Math.random() * 2000)]);
    const template = openSync(`${folder}/templates/invoice.html`, 'r');
    readFileSync(template);
    if (process.env.RELEASE !== '4.1.0') closeSync(template);
    log(`INFO ${asked.method} ${asked.url} 200 total=${rows[0].total}`);
  } catch (error) {
    status = 500;
    log(`ERROR ${asked.method} ${asked.url} 500 ${error.message}`);
  }
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(status === 200 ? '{"status":"ok"}' : '{"error":"internal server error"}');
}).listen(Number(process.env.LAB_PORT_2), '127.0.0.1', () => {
  log(`INFO invoice-api ${process.env.RELEASE} listening on ${process.env.LAB_PORT_2}`);
  console.log('READY');
});
