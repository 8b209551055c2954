// report-api: pages at once, reports in three seconds. Logs as Serilog's text.

import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { PORT, LOG } = process.env;
const log = (level, text) =>
  appendFileSync(LOG, `${new Date().toISOString().replace('T', ' ').replace('Z', ' +00:00')} [${level}] ${text}\n`);
log('INF', `Now listening on: http://127.0.0.1:${PORT}`);
createServer((req, res) => {
  const ms = req.url.startsWith('/reports') ? 3000 : 8;
  let over = false;
  res.on('close', () => {
    if (!over) log('WRN', `HTTP GET ${req.url}: client disconnected before the response was sent (RequestAborted)`);
  });
  setTimeout(() => {
    if (res.destroyed) return;
    over = true;
    log('INF', `HTTP GET ${req.url} responded 200 in ${ms}.4127 ms`);
    res.end('{}');
  }, ms);
}).listen(Number(PORT), '127.0.0.1');
