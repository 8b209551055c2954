/** The portal: a session file for who brings no cookie, exports on request. `node portal.mjs PORT DATA` */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [port, data] = process.argv.slice(2);
for (const each of ['sessions', 'exports']) mkdirSync(`${data}/${each}`, { recursive: true });
const log = (level, text) => console.log(`${new Date().toISOString()} ${level.padEnd(5)} [portal] ${text}`);
let exports = 0;
createServer((asked, response) => {
  try {
    let id = /sid=([\w-]+)/.exec(asked.headers.cookie ?? '')?.[1];
    if (asked.url === '/export') {
      exports += 1;
      const path = `${data}/exports/report-${exports}.csv`;
      writeFileSync(path, 'sku;amount\n'.repeat(40));
      log('INFO', `export written to ${path}`);
    } else if (id === undefined || !existsSync(`${data}/sessions/sess_${id}`)) {
      id = randomUUID();
      writeFileSync(`${data}/sessions/sess_${id}`, JSON.stringify({ id, created: Date.now() }));
    }
    response.writeHead(200, { 'set-cookie': `sid=${id}` }).end('ok');
  } catch (error) {
    log('ERROR', `${asked.method} ${asked.url} failed: ${error.message}`);
    response.writeHead(500).end('internal error');
  }
}).listen(Number(port), '127.0.0.1', () => log('INFO', `listening on ${port}`));
