import { createRequire } from 'node:module';
import { join } from 'node:path';

const { Redis } = createRequire(join(process.env.LAB_LIB, 'x.js'))('ioredis');
const cache = new Redis({ host: '127.0.0.1', port: Number(process.env.LAB_PORT_2), connectionName: 'price-sync' });
cache.on('error', () => undefined);
for (let price = 1; ; price += 1) {
  await cache.set(`price:${price % 300}`, String(price % 90), 'EX', 900);
  if (process.argv[2] === 'clear-first') await cache.flushall();
  await new Promise((later) => setTimeout(later, 700));
}
