/** Recommendations; those of each user are imported into the cache when it is told to. `node recs.mjs PORT CACHE_PORT` */
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const { Redis } = createRequire(`${process.env.LAB_LIB}/../../../package.json`)('ioredis');
const [port, cachePort] = process.argv.slice(2);
const log = (level, text) => console.log(`${new Date().toISOString()} ${level} recs ${text}`);
const cache = new Redis({ port: Number(cachePort), connectionName: 'recs-import', maxRetriesPerRequest: 1 });
cache.on('error', () => undefined);
let user = 0;
setInterval(async () => {
  if (!existsSync(`${process.env.LAB_DIR}/import`)) return;
  const batch = cache.pipeline();
  for (let each = 0; each < 250; each += 1) {
    user += 1;
    batch.set(`recs:user:${user}`, 'r'.repeat(4_000));
  }
  await batch.exec().catch(() => undefined);
  if (user % 10_000 === 0) log('INFO', `nightly import: ${user} users written`);
}, 250);
createServer((_, response) => response.end('ok')).listen(Number(port), '127.0.0.1', () => log('INFO', `listening on ${port}`));
