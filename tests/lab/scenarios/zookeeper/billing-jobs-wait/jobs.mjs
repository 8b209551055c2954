/** billing-jobs: `node jobs.mjs HTTP_PORT ZOOKEEPER_PORT`. A job begins every two seconds, takes its lock by a session of its own, and ends. */

import { createServer } from 'node:http';
import { session } from './zk.mjs';

const [port, coordination] = process.argv.slice(2).map(Number);
const begin = async () => (await session(coordination)).close();
createServer(async (_asked, response) => {
  await begin().then(
    () => response.end('{"ready":true}'),
    () => response.writeHead(503).end('{"ready":false}'),
  );
}).listen(port, '127.0.0.1', () => console.log('READY'));
setInterval(() => void begin().catch(() => undefined), 2_000);
