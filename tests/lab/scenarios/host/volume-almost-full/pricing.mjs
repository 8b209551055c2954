/** Quotes prices; with the level trace it writes its whole working of each quote. `node pricing.mjs PORT DATA SETTINGS` */
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [port, data, settings] = process.argv.slice(2);
for (const each of ['journal', 'trace']) mkdirSync(`${data}/${each}`, { recursive: true });
const log = (level, text) => console.log(`${new Date().toISOString()} ${level} [pricing] ${text}`);
const table = Array.from({ length: 9_000 }, (_, sku) => ({ sku: `A-${sku}`, base: (sku * 7) % 500, rule: 'tier-2', discount: 0.05 }));
let level = '';
let quotes = 0;
createServer((_asked, response) => {
  const now = JSON.parse(readFileSync(settings, 'utf8')).level;
  if (now !== level) log('INFO', `log level is ${now}`);
  level = now;
  quotes += 1;
  try {
    if (level === 'trace') appendFileSync(`${data}/trace/quote-trace.log`, `${JSON.stringify({ quote: quotes, table })}\n`);
  } catch (error) {
    log('WARN', `trace lost: ${error.code}`);
  }
  try {
    appendFileSync(`${data}/journal/quotes.journal`, `${quotes};A-17;119.90;${'.'.repeat(4_000)}\n`);
    response.end('119.90');
  } catch (error) {
    log('ERROR', `quote ${quotes} refused, journal: ${error.message}`);
    response.writeHead(503).end();
  }
}).listen(Number(port), '127.0.0.1', () => log('INFO', `listening on ${port}`));
