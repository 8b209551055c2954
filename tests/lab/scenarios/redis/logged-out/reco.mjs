/** The recommendations' job: `node reco.mjs REDIS_PORT`. Writes until two thirds of the sessions are gone, then writes the same keys again and again. */

import { createRequire } from 'node:module';

const { Redis } = createRequire(`${process.env.LAB_LIB}/../../../package.json`)('ioredis');
const redis = new Redis({ host: '127.0.0.1', port: Number(process.argv[2]), connectionName: 'reco-job' });
redis.on('error', () => undefined);
const list = 'p'.repeat(700);
const evicted = async () => Number(/evicted_keys:(\d+)/.exec(await redis.info('stats'))?.[1]);
let count = 0;
while ((await evicted()) < 100) {
  const first = count + 1;
  count += 40;
  await Promise.all(Array.from({ length: 40 }, (_, each) => redis.set(`reco:user:${first + each}`, list)));
}
console.log('READY');
setInterval(() => void redis.set(`reco:user:${1 + Math.floor(Math.random() * count)}`, list).catch(() => undefined), 100);
