// The application: PORT RELEASE, where RELEASE is a file with the release that runs. 2.x moved the health page to /internal/health.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [port, release] = process.argv.slice(2);
createServer((asked, response) => {
  const health = readFileSync(release, 'utf8').startsWith('2.') ? '/internal/health' : '/healthz';
  const path = asked.url.split('?')[0];
  const isKnown = path === health || path === '/' || path.startsWith('/shop');
  response.writeHead(isKnown ? 200 : 404, { 'content-type': 'application/json' });
  response.end(isKnown ? '{"status":"ok"}' : '{"error":"no such page"}');
}).listen(Number(port), '127.0.0.1', () => console.log('READY'));
