/** Points of a customer. The vendor's library keeps its reasons to itself. `node loyalty-api.mjs PORT` */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';

const [port] = process.argv.slice(2);
const log = (level, text) => console.log(`${new Date().toISOString()} ${level} loyalty-api ${text}`);
let count = 0;
createServer((asked, response) => {
  count += 1;
  const ref = randomBytes(4).toString('hex');
  if (count % 3 === 0) {
    log('ERROR', `GET ${asked.url} 500 request could not be completed (ref ${ref})`);
    response.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify({ error: 'internal', ref }));
  } else {
    log('INFO', `GET ${asked.url} 200 3 ms`);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"points":1280}');
  }
}).listen(Number(port), '127.0.0.1', () => log('INFO', `version 4.2.1 listening on ${port}`));
