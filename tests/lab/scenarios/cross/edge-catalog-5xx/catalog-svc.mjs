/** Articles out of the cache. `node catalog-svc.mjs PORT CACHE_PORT` */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const { Redis } = createRequire(`${process.env.LAB_LIB}/../../../package.json`)('ioredis');
const [port, cachePort] = process.argv.slice(2);
const log = (level, text) => console.log(`${new Date().toISOString()} ${level} [catalog-svc] ${text}`);
const password = readFileSync(`${process.env.LAB_DIR}/catalog.password`, 'utf8').trim();
const cache = new Redis({ port: Number(cachePort), username: 'catalog', password, maxRetriesPerRequest: 1, retryStrategy: () => 1_000 });
cache.on('error', (error) => log('ERROR', `cache connection: ${error.message}`));
createServer(async (asked, response) => {
  if (asked.url === '/healthz') return response.end('{"status":"ok"}');
  const key = `article:${asked.url?.split('/')[2]}`;
  try {
    const found = await cache.get(key);
    response.writeHead(found === null ? 404 : 200, { 'content-type': 'application/json' }).end(found ?? '{}');
  } catch (error) {
    log('ERROR', `GET ${asked.url} 500: ${error.message}`);
    response.writeHead(500).end();
  }
}).listen(Number(port), '127.0.0.1', () => log('INFO', `listening on ${port}`));
