/** Stores invoices. `node invoice-svc.mjs PORT FOLDER` */
import { readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [port, folder] = process.argv.slice(2);
const log = (level, text) => console.log(`${new Date().toISOString()} ${level} invoice-svc ${text}`);
let count = 0;
createServer((asked, response) => {
  try {
    if (asked.url === '/archive') return response.end(`${readdirSync(`${folder}/archive`).length}`);
    if (asked.url === '/healthz') return response.end('ok');
    count += 1;
    writeFileSync(`${folder}/inv-${count}.xml`, `<invoice no="${count}"/>`);
    log('INFO', `stored invoice ${count}`);
    response.writeHead(201).end();
  } catch (error) {
    log('ERROR', `${asked.method} ${asked.url}: ${error.message}`);
    response.writeHead(500).end();
  }
}).listen(Number(port), '0.0.0.0', () => log('INFO', `listening on ${port}`));
