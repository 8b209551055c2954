import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { Redis } = createRequire(join(process.env.LAB_LIB, 'x.js'))('ioredis');
const queue = new Redis({ host: '127.0.0.1', port: Number(process.env.LAB_PORT_2), connectionName: 'mailer' });
queue.on('error', () => undefined);
setInterval(() => queue.lpop('queue:mails', 20).catch(() => undefined), 100);
createServer((_asked, response) => response.end('{"status":"ok"}')).listen(Number(process.env.LAB_PORT_4), '127.0.0.1', () =>
  console.log('READY'),
);
