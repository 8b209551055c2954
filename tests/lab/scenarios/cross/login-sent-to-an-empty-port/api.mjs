import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.env.LAB_LIB, 'x.js'));
const { Pool } = require('pg');
const { Redis } = require('ioredis');
const log = (line) => appendFileSync(`${process.env.LAB_DIR}/login-api.log`, `${new Date().toISOString()} ${line}\n`);
const store = { host: '127.0.0.1', port: Number(process.env.SESSION_STORE_PORT) };
const pool = new Pool({
  host: '127.0.0.1',
  port: Number(process.env.LAB_PORT_1),
  user: 'app',
  database: 'shop',
  application_name: 'login-api',
  max: 5,
});
pool.on('error', () => undefined);
const sessions = new Redis({
  ...store,
  connectionName: 'login-api',
  maxRetriesPerRequest: 1,
  enableOfflineQueue: false,
  retryStrategy: () => 2000,
});
sessions.on('error', (error) => log(`ERROR session store ${store.host}:${store.port}: ${error.message || error.code}`));
sessions.on('ready', () => log(`INFO session store ${store.host}:${store.port} connected`));

createServer(async (asked, response) => {
  let status = 200;
  try {
    const { rows } = await pool.query('select id from users where name = $1', [`user-${1 + Math.floor(Math.random() * 900)}`]);
    await sessions.set(`session:${rows[0].id}`, 'signed in', 'EX', 1800);
    log(`INFO ${asked.method} ${asked.url} 200 user=${rows[0].id}`);
  } catch (error) {
    status = 500;
    log(`ERROR ${asked.method} ${asked.url} 500 session could not be stored: ${error.message}`);
  }
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(status === 200 ? '{"status":"ok"}' : '{"error":"internal server error"}');
}).listen(Number(process.env.LAB_PORT_3), '127.0.0.1', () => {
  log(`INFO login-api ${process.env.RELEASE} started, session store ${store.host}:${store.port}`);
  console.log('READY');
});
