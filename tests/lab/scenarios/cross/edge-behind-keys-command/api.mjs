import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { Redis } = createRequire(join(process.env.LAB_LIB, 'x.js'))('ioredis');
const store = new Redis({ host: '127.0.0.1', port: Number(process.env.LAB_PORT_1), connectionName: 'session-api' });
store.on('error', () => undefined);

createServer(async (_asked, response) => {
  const id = Math.floor(Math.random() * 500000);
  for (const part of ['user', 'cart', 'language']) {
    await store.get(`session:${id}:${part}`);
    await new Promise((later) => setTimeout(later, 4));
  }
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end('{"status":"ok"}');
}).listen(Number(process.env.LAB_PORT_2), '127.0.0.1', () => console.log('READY'));
