import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const { Redis } = createRequire(`${process.env.LAB_LIB}/x.js`)('ioredis');
const [port, cachePort] = process.argv.slice(2).map(Number);
const say = (level, text) => console.log(`${new Date().toISOString()} ${level} ${text}`);
const cache = new Redis({ host: '127.0.0.1', port: cachePort, connectionName: 'cart-api' });
cache.on('error', (error) => say('ERROR', `cart-cache: ${error.message}`));
let healthy = true;
createServer(async (asked, response) => {
  const user = Math.floor(Math.random() * 500);
  try {
    if (asked.method === 'POST') {
      await cache.rpush(`cart:${user}`, 'sku-4711');
      healthy = true;
    } else if (asked.url !== '/health') await cache.lrange(`cart:${user}`, 0, -1);
    else if (!healthy) throw new Error('the last cart could not be stored');
    response.end('{"status":"ok"}');
  } catch (error) {
    if (asked.method === 'POST') {
      healthy = false;
      say('ERROR', `POST /cart 500 ${error.message}`);
    }
    response.writeHead(500);
    response.end('{"status":"error"}');
  }
}).listen(port, '127.0.0.1', () => say('INFO', 'cart-api listening'));
