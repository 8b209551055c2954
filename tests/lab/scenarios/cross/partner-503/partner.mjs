import { existsSync } from 'node:fs';
import { createServer } from 'node:http';

let n = 0;
createServer((_q, a) => {
  n += 1;
  a.setHeader('server', 'gateway');
  if (existsSync(process.argv[3]) && n % 2) a.writeHead(503).end('Service Unavailable');
  else a.end('{"verified":true}');
}).listen(Number(process.argv[2]), '127.0.0.1');
