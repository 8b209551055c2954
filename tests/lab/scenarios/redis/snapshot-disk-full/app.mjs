// cart: keeps carts in Redis; logs as Rails with Sidekiq-like tags.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.LAB_LIB}/app.js`);
const Redis = require('ioredis');
const [redisPort, port] = process.argv.slice(2).map(Number);
const redis = new Redis({ host: '127.0.0.1', port: redisPort, maxRetriesPerRequest: 1 });
redis.on('error', () => undefined);
const stamp = (level) =>
  `${level[0]}, [${new Date().toISOString().replace('Z', '000')} #${process.pid}] ${level.padStart(5)} -- : [${Math.random().toString(16).slice(2, 10)}-4c1e]`;
async function add(user) {
  const begun = Date.now();
  const tag = stamp('INFO');
  console.log(`${tag} Started POST "/cart/items" for 10.3.1.${user % 250}`);
  try {
    await redis.hset(`cart:${user}`, `sku-${Date.now() % 50}`, 'x'.repeat(200));
    console.log(`${tag} Completed 200 OK in ${Date.now() - begun}ms (ActiveRecord: 0.0ms)`);
    return true;
  } catch (error) {
    console.log(
      `${tag} Completed 500 Internal Server Error in ${Date.now() - begun}ms\n${stamp('FATAL')} Redis::CommandError (${error.message}):\n${stamp('FATAL')} app/models/cart.rb:31:in \`add_item'\napp/controllers/carts_controller.rb:18:in \`create'`,
    );
    return false;
  }
}
createServer(async (_asked, answer) => {
  const ok = await add(7);
  answer.writeHead(ok ? 200 : 500).end(ok ? 'ok' : 'error');
}).listen(port, '127.0.0.1');
let count = 0;
setInterval(() => {
  count += 1;
  void add(count % 400);
  if (count % 3 === 0) void redis.hgetall(`cart:${count % 400}`).catch(() => undefined);
}, 150);
