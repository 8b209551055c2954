import { existsSync } from 'node:fs';
import { createServer } from 'node:http';

const [port, flag] = process.argv.slice(2);
createServer((asked, response) => {
  const gone = asked.url === (existsSync(flag) ? '/health' : '/healthz');
  response.writeHead(gone ? 404 : 200, { 'content-type': 'application/json' });
  response.end(gone ? '{"error":"no such route"}' : '{"status":"ok"}');
}).listen(Number(port), '127.0.0.1', () => console.log('READY'));
