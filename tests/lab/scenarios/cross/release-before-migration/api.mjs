import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const { Pool } = createRequire(`${process.env.LAB_LIB}/x.js`)('pg');
const [port, dbPort, release] = process.argv.slice(2);
const say = (level, text) => console.log(`${new Date().toISOString()} ${level} ${text}`);
const db = new Pool({
  host: '127.0.0.1',
  port: Number(dbPort),
  user: 'app',
  database: 'shop',
  application_name: `orders-api ${release}`,
  max: 5,
});
db.on('error', () => undefined);
const query = release === '7.2.0' ? 'select id, total from orders limit 20' : 'select id, total, discount_code from orders limit 20';
createServer(async (asked, response) => {
  if (asked.url === '/health') return response.end('{"status":"ok"}');
  if (asked.url === '/catalog') return response.end('{"items":[]}');
  try {
    const { rows } = await db.query(query);
    response.end(JSON.stringify({ status: 'ok', orders: rows.length }));
  } catch (error) {
    say('ERROR', `${asked.method} ${asked.url} 500 orders-db: ${error.message}`);
    response.writeHead(500);
    response.end('{"status":"error"}');
  }
}).listen(Number(port), '127.0.0.1', () => say('INFO', `orders-api ${release} listening`));
