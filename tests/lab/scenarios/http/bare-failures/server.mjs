// tracking-api: some requests fail, and its log says no more than that.

import { randomBytes } from 'node:crypto';
import { appendFileSync, existsSync } from 'node:fs';
import { createServer } from 'node:http';

const { PORT, LOG, BAD } = process.env;
const log = (text) => appendFileSync(LOG, `${new Date().toISOString()} ${text}\n`);
log('tracking-api up');
createServer((req, res) => {
  const id = randomBytes(4).toString('hex');
  setTimeout(() => {
    if (existsSync(BAD) && Math.random() < 0.35) {
      log(`req=${id} GET ${req.url} 500 request failed`);
      res.writeHead(500);
      res.end('{"error":"request failed"}');
    } else {
      log(`req=${id} GET ${req.url} 200`);
      res.end('{"state":"in transit"}');
    }
  }, 12);
}).listen(Number(PORT), '127.0.0.1');
