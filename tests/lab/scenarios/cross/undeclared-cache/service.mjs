// Writes to the cache for each request, over one connection that stays open, and gives up after a second.
import { createServer } from 'node:http';
import { connect } from 'node:net';

const [port, cachePort] = process.argv.slice(2).map(Number);
const waiting = [];
const cache = connect(cachePort, '127.0.0.1', () =>
  createServer((_request, response) => {
    const late = setTimeout(() => response.writeHead(503).end('the cache does not answer'), 1_000);
    waiting.push(() => {
      clearTimeout(late);
      if (!response.headersSent) response.writeHead(200).end('ok');
    });
    cache.write('SET order 1\r\n');
  }).listen(port, '127.0.0.1'),
);
cache.on('data', (chunk) => {
  for (let count = chunk.toString().split('\r\n').length - 1; count > 0; count -= 1) waiting.shift()?.();
});
