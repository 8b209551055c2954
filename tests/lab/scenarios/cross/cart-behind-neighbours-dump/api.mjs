import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { Redis } = createRequire(join(process.env.LAB_LIB, 'x.js'))('ioredis');
const carts = new Redis({ host: '127.0.0.1', port: Number(process.env.LAB_PORT_1), connectionName: 'cart-api', maxRetriesPerRequest: 1 });
carts.on('error', () => undefined);

createServer(async (_asked, response) => {
  const key = `cart:${Math.floor(Math.random() * 4000)}`;
  const status = await carts
    .get(key)
    .then(() => carts.set(key, 'two shirts'))
    .then(
      () => 200,
      () => 500,
    );
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(status === 200 ? '{"status":"ok"}' : '{"error":"cart could not be changed"}');
}).listen(Number(process.env.LAB_PORT_2), '127.0.0.1', () => console.log('READY'));
