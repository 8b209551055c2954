import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const { Redis } = createRequire(`${process.env.LAB_LIB}/x.js`)('ioredis');
const [port, cachePort] = process.argv.slice(2).map(Number);
const say = (level, text) => console.log(`${new Date().toISOString()} ${level} ${text}`);
const cache = new Redis({ host: '127.0.0.1', port: cachePort, connectionName: 'checkout-api' });
cache.on('error', (error) => say('ERROR', `session-cache: ${error.message}`));
createServer(async (asked, response) => {
  const began = Date.now();
  const user = Math.floor(Math.random() * 5000);
  await cache.get(`sess:${user}`);
  await cache.hgetall(`cart:${user}`);
  await cache.set(`seen:${user}`, String(began), 'EX', 300);
  const took = Date.now() - began;
  say(took > 300 ? 'WARN' : 'INFO', `${asked.method} ${asked.url} 200 ${took}ms session-cache=${took}ms`);
  response.end('{"status":"ok"}');
}).listen(port, '127.0.0.1', () => say('INFO', 'checkout-api listening'));
