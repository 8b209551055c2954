/** The catalogue: `node catalog.mjs PORT CATEGORIES PATH_FILE` answers /health, and its export at the path that PATH_FILE holds. */

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [port = '0', categories = '', pathFile = ''] = process.argv.slice(2);
const tell = (text) => console.log(`${new Date().toISOString()} ${text}`);
createServer((asked, response) => {
  const path = (asked.url ?? '').split('?')[0];
  if (path === '/health') return response.end('{"status":"UP"}');
  const isThere = path === readFileSync(pathFile, 'utf8').trim();
  tell(`${asked.method} ${path} ${isThere ? 200 : 404}`);
  if (!isThere) response.writeHead(404);
  return response.end(isThere ? readFileSync(categories) : 'not found\n');
}).listen(Number(port), '127.0.0.1', () => tell('INFO catalog started'));
