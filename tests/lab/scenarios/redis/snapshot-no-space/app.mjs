/** The shop: `node app.mjs PORT NAME CONNECTIONS WORK`. Reads sessions (and carts) as an application does; logs what it misses. */
import { createRequire } from 'node:module';

const { Redis } = createRequire(`${process.env.LAB_LIB}/lab.mjs`)('ioredis');
const [port = '0', name = 'svc-shop', connections = '1', work = 'sessions', ...given] = process.argv.slice(2);
const say = (text) => console.log(`${new Date().toISOString()} ${text}`);
const open = () => {
  const redis = new Redis({
    host: '127.0.0.1',
    port: Number(port),
    connectionName: name,
    password: process.env.APP_PASSWORD,
    commandTimeout: 3_000,
    maxRetriesPerRequest: 1,
  });
  redis.on('error', (error) => say(`ERROR redis: ${error.message}`));
  return redis;
};
const pool = Array.from({ length: Number(connections) }, open);
const pick = (count) => Math.floor(Math.random() * count);
const redis = () => pool[pick(pool.length)];
const guard = (what) => what.catch((error) => say(`ERROR ${error.message}`));

const works = {
  async sessions() {
    const user = pick(20_000);
    if ((await redis().get(`session:${user}`)) === null) say(`WARN no session for user ${user}, redirected to /login`);
    if (Math.random() < 0.02) await redis().setex(`session:new-${pick(1e9)}`, 604_800, '{"cart":[]}');
  },
  async carts() {
    const user = pick(3_000);
    await redis().set(`cart:${user}`, 'x'.repeat(400));
    await redis().get(`cart:${pick(3_000)}`);
  },
  async feed() {
    const items = await redis().lrange('feed:global', 0, -1);
    if (items.length === 0) say('WARN the feed is empty');
  },
};
setInterval(() => void guard(works[work]()), 1_000 / Number(given[0] ?? 50));
say('READY');
