/** Sessions in the cache, for an hour each. `node accounts-web.mjs PORT CACHE_PORT` */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const { Redis } = createRequire(`${process.env.LAB_LIB}/../../../package.json`)('ioredis');
const [port, cachePort] = process.argv.slice(2);
const log = (level, text) => console.log(`${new Date().toISOString()} ${level} accounts-web ${text}`);
const cache = new Redis({ port: Number(cachePort), connectionName: 'accounts-web', maxRetriesPerRequest: 1 });
cache.on('error', (error) => log('ERROR', `cache: ${error.message}`));
let lost = 0;
createServer(async (asked, response) => {
  const [, path, id] = asked.url?.split('/') ?? [];
  if (path === 'healthz') return response.end('ok');
  if (path === 'metrics') return response.end(`session_not_found_total ${lost}\n`);
  try {
    if (path === 'login') {
      const made = randomUUID();
      await cache.set(`sess:${made}`, JSON.stringify({ user: 'u', basket: [] }), 'EX', 3_600);
      return response.end(made);
    }
    if ((await cache.get(`sess:${id}`)) !== null) return response.end('hello');
    lost += 1;
    log('WARN', `GET /me 401 session ${id?.slice(0, 8)} not found, sent to login`);
    response.writeHead(401).end();
  } catch (error) {
    log('ERROR', `${asked.url}: ${error.message}`);
    response.writeHead(500).end();
  }
}).listen(Number(port), '127.0.0.1', () => log('INFO', `listening on ${port}`));
