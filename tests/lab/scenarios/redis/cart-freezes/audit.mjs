/** The stock audit: `node audit.mjs REDIS_PORT`. */

import { createRequire } from 'node:module';

const { Redis } = createRequire(`${process.env.LAB_LIB}/../../../package.json`)('ioredis');
const redis = new Redis({ host: '127.0.0.1', port: Number(process.argv[2]), connectionName: 'stock-audit' });
redis.on('error', () => undefined);
for (;;) {
  await redis.keys('inventory:*:reserved').catch(() => undefined);
  await new Promise((later) => setTimeout(later, 2_000));
}
