/** cart-api: `node app.mjs HTTP_PORT REDIS_PORT`. */

import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const { Redis } = createRequire(`${process.env.LAB_LIB}/../../../package.json`)('ioredis');
const [port, cache] = process.argv.slice(2);
const redis = new Redis({ host: '127.0.0.1', port: Number(cache), connectionName: 'cart-api' });
redis.on('error', () => undefined);
for (let cart = 0; cart < 500; cart += 1) await redis.set(`cart:${cart}`, '{"items":[1,2,3]}', 'EX', 86_400);
const read = () => redis.get(`cart:${Math.floor(Math.random() * 500)}`);
createServer(async (_asked, response) => {
  await read().then(
    () => response.end('{"status":"ok"}'),
    () => response.writeHead(503).end(),
  );
}).listen(Number(port), '127.0.0.1', () => console.log('READY'));
setInterval(() => void read().catch(() => undefined), 60);
