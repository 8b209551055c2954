import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const { Client } = createRequire(`${process.env.LAB_LIB}/x.js`)('pg');
const [port, dbPort] = process.argv.slice(2).map(Number);
const say = (level, text) => console.log(`${new Date().toISOString()} ${level} ${text}`);
createServer(async (asked, response) => {
  const db = new Client({ host: '127.0.0.1', port: dbPort, user: 'app', database: 'shop', application_name: 'orders-api' });
  db.on('error', () => undefined);
  try {
    await db.connect();
    const { rows } = await db.query('select count(*) from orders');
    response.end(`{"status":"ok","orders":${rows[0].count}}`);
  } catch (error) {
    say('ERROR', `${asked.method} ${asked.url} 500 orders-db: ${error.message}`);
    response.writeHead(500);
    response.end('{"status":"error"}');
  } finally {
    await db.end().catch(() => undefined);
  }
}).listen(port, '127.0.0.1', () => say('INFO', 'orders-api listening'));
