// sales-api: takes a connection for each request, as behind a pooler.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { Client } = createRequire(join(process.env.LAB_LIB, 'x.mjs'))('pg');
const [port, dbPort] = process.argv.slice(2).map(Number);
const log = (level, text) => console.log(`${new Date().toISOString()} ${level} [sales-api] ${text}`);
createServer(async (asked, answer) => {
  const client = new Client({ host: '127.0.0.1', port: dbPort, user: 'app', database: 'shop', application_name: 'sales-api' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    if (asked.url === '/today') await client.query('select count(*) from sales where id > 299990');
    else await client.query('select region, sum(amount), count(distinct md5(customer::text)) from sales group by region');
    answer.end('{"status":"ok"}');
  } catch (failure) {
    log('ERROR', `GET ${asked.url} -> 500: error: ${failure.message} (SQLSTATE ${failure.code})`);
    answer.writeHead(500).end('{"error":"internal"}');
  } finally {
    await client.end().catch(() => undefined);
  }
}).listen(port, '127.0.0.1', () => log('INFO', 'READY'));
