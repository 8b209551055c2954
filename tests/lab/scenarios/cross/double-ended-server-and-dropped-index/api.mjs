import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { createPool } = createRequire(join(process.env.LAB_LIB, 'x.js'))('mysql2/promise');
const pool = createPool({ host: '127.0.0.1', port: Number(process.env.LAB_PORT_2), user: 'app', database: 'shop', connectionLimit: 6 });

createServer(async (asked, response) => {
  if (asked.url === '/health') return response.end('{"status":"ok"}');
  const ticket = 1 + Math.floor(Math.random() * 30000);
  const status = await pool
    .query('select id, author, body from messages where ticket_id = ? order by id', [ticket])
    .then(() => pool.query('select count(*) as n, max(id) as last from messages where ticket_id = ?', [ticket]))
    .then(
      () => 200,
      () => 500,
    );
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end('{"messages":[]}');
}).listen(Number(process.argv[2]), '127.0.0.1', () => console.log('READY'));
