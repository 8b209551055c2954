import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const Redis = createRequire(`${process.env.LAB_LIB}/x.js`)('ioredis');
const [port, redis, log] = process.argv.slice(2);
process.title = 'uvicorn cart.main:app';
const r = new Redis(Number(redis), '127.0.0.1', { connectionName: 'cart-api' });
r.on('error', () => undefined);
let n = 0;
createServer(async (q, a) => {
  n += 1;
  const id = n;
  try {
    if (q.method === 'POST') await r.hset(`cart:${id % 500}`, 'sku', id);
    else await r.hgetall(`cart:${id % 500}`);
    if (id % 5 === 0) appendFileSync(log, `INFO:     10.1.4.22:${40000 + (id % 9000)} - "${q.method} ${q.url} HTTP/1.1" 200 OK\n`);
    a.end('{}');
  } catch (e) {
    appendFileSync(
      log,
      `INFO:     10.1.4.22:${40000 + (id % 9000)} - "${q.method} ${q.url} HTTP/1.1" 500 Internal Server Error\nERROR:    Exception in ASGI application\nTraceback (most recent call last):\n  File "/app/cart/routes.py", line 57, in add_item\n    await redis.hset(f"cart:{cart_id}", mapping=item)\n  File "/usr/local/lib/python3.11/site-packages/redis/asyncio/client.py", line 545, in execute_command\n    return await conn.retry.call_with_retry(\nredis.exceptions.ResponseError: ${e.message}\n`,
    );
    a.writeHead(500).end('{"detail":"Internal Server Error"}');
  }
}).listen(Number(port), '127.0.0.1');
