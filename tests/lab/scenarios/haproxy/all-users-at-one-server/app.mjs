import { createServer } from 'node:http';

for (const port of process.argv.slice(2))
  createServer((_, response) => setTimeout(() => response.end('ok'), 400)).listen(Number(port), '127.0.0.1');
