import { createRequire } from 'node:module';
import { join } from 'node:path';

const { Redis } = createRequire(join(process.env.LAB_LIB, 'x.js'))('ioredis');
const store = new Redis({ host: '127.0.0.1', port: Number(process.env.LAB_PORT_1), connectionName: 'session-cleanup' });
store.on('error', () => undefined);
for (;;) {
  await Promise.all([store.keys('session:*:abandoned'), store.keys('session:*:expired')]);
  await new Promise((later) => setTimeout(later, 350));
}
