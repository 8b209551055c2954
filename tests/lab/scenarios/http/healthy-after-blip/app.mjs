import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const { Redis } = createRequire(`${process.env.LAB_LIB}/x.js`)('ioredis');
const [port, cachePort] = process.argv.slice(2).map(Number);
const cache = new Redis({ host: '127.0.0.1', port: cachePort });
cache.on('error', () => undefined);
createServer(async (asked, response) => {
  const found = await cache.get(`result:${asked.url}`);
  if (found === null) await cache.set(`result:${asked.url}`, 'x'.repeat(2000), 'EX', 60);
  response.end('{"status":"ok"}');
}).listen(port, '127.0.0.1', () => console.log('READY'));
