/**
 * web-shop: `node app.mjs HTTP_PORT REDIS_PORT`. 150 customers click now and then; who has no session any more is sent to the login and gets a new
 * one. GET /relogins says how many of the last five seconds' clicks ended at the login.
 */

import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const { Redis } = createRequire(`${process.env.LAB_LIB}/../../../package.json`)('ioredis');
const [port, store] = process.argv.slice(2);
const redis = new Redis({ host: '127.0.0.1', port: Number(store), connectionName: 'web-shop' });
redis.on('error', () => undefined);
const cart = 'x'.repeat(4_000);
const login = (customer) => redis.set(`session:${customer}`, JSON.stringify({ customer, cart }), 'EX', 1_800);
const customers = 150;
for (let customer = 0; customer < customers; customer += 1) await login(customer);

let clicks = [];
async function click() {
  const customer = Math.floor(Math.random() * customers);
  const isLost = (await redis.get(`session:${customer}`)) === null;
  if (isLost) await login(customer);
  clicks.push({ at: Date.now(), isLost });
}
setInterval(() => void click().catch(() => clicks.push({ at: Date.now(), isLost: true })), 20);

createServer((asked, response) => {
  if (asked.url !== '/relogins') return void response.end('{"status":"ok"}');
  clicks = clicks.filter(({ at }) => at > Date.now() - 5_000);
  response.end(String(Math.round((100 * clicks.filter(({ isLost }) => isLost).length) / Math.max(1, clicks.length))));
}).listen(Number(port), '127.0.0.1', () => console.log('READY'));
