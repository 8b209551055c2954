import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const Redis = createRequire(`${process.env.LAB_LIB}/x.js`)('ioredis');
const [name, port, redis, log] = process.argv.slice(2);
process.title = name;
const say = (level, message, more = {}) =>
  appendFileSync(log, `${JSON.stringify({ level, message, service: name, timestamp: new Date().toISOString(), ...more })}\n`);
const r = new Redis(Number(redis), '127.0.0.1', { commandTimeout: 1000, maxRetriesPerRequest: 1, connectionName: name });
r.on('error', (e) => say('error', 'redis client error', { error: e.message }));
let n = 0;
createServer(async (q, a) => {
  const t = Date.now();
  n += 1;
  const id = n;
  try {
    await r.get(`sess:${id % 100}`);
    if (q.url !== '/healthz' && id % 4 === 0) say('info', 'request served', { path: q.url, status: 200, ms: Date.now() - t });
    a.end('ok');
  } catch (e) {
    say(q.url === '/healthz' ? 'warn' : 'error', q.url === '/healthz' ? 'readiness check failed' : 'cannot load session', {
      path: q.url,
      status: 503,
      ms: Date.now() - t,
      error: e.message,
      stack: e.stack,
    });
    a.writeHead(503).end();
  }
}).listen(Number(port), '127.0.0.1');
