import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [port, folder] = process.argv.slice(2);
createServer((asked, response) => {
  const isKnown = asked.url === '/health' || asked.url.startsWith('/api/');
  response.writeHead(isKnown ? 200 : 404, { 'content-type': 'application/json' });
  response.end(isKnown ? '{"status":"ok"}' : '{"error":"no such route"}');
  if (asked.url !== '/health')
    appendFileSync(
      `${folder}/orders-app.log`,
      `${new Date().toISOString()} ${isKnown ? 'INFO' : 'WARN'} ${asked.method} ${asked.url} ${isKnown ? 200 : 404}${isKnown ? '' : ' no such route'}\n`,
    );
}).listen(Number(port), '127.0.0.1');
