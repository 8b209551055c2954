/** Finds a port that nothing listens on. */

import { createServer } from 'node:net';

/**
 * From below the range that the kernel hands to outgoing connections (32768 and up on Linux), so that the port is still ours when the
 * server that holds it has to be started again. Throws after 50 tries.
 */
export async function findFreePort(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (await isFree(port)) return port;
  }
  throw new Error('Cannot find a free port between 20000 and 32000: 50 tries were refused');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
