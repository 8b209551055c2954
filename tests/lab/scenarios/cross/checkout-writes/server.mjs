// checkout-api: node server.mjs PORT DB_PORT
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const mysql = createRequire(`${process.env.LAB_LIB}/../../../package.json`)('mysql2/promise');
const [port, dbPort] = process.argv.slice(2).map(Number);
const pool = mysql.createPool({ host: '127.0.0.1', port: dbPort, user: 'app', database: 'shop', connectionLimit: 8 });
pool.on('connection', (connection) => connection.query('set session lock_wait_timeout = 3, innodb_lock_wait_timeout = 3'));
const log = (level, text) => console.log(`${new Date().toISOString()} ${level} checkout-api ${text}`);

createServer(async (asked, response) => {
  const say = (status, body) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  const began = Date.now();
  try {
    if (asked.method === 'POST')
      await pool.query('insert into orders (customer, total) values (?, ?)', [Math.floor(Math.random() * 900), 12.5]);
    else await pool.query('select max(id) from orders');
    log('INFO', `${asked.method} ${asked.url} 200 ${Date.now() - began}ms`);
    say(200, { status: 'ok' });
  } catch (error) {
    log('ERROR', `${asked.method} ${asked.url} 500 ${Date.now() - began}ms: ${error.message}`);
    say(500, { error: 'order could not be stored' });
  }
}).listen(port, '127.0.0.1', () => log('INFO', `listening on ${port}`));
