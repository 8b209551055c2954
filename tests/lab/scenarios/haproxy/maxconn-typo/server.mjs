// quote-api: 350 ms of work in a quote, many at a time. Logs as logrus does.

import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { PORT, LOG } = process.env;
appendFileSync(LOG, `time="${new Date().toISOString()}" level=info msg="quote-api listening" addr="127.0.0.1:${PORT}"\n`);
createServer((req, res) => {
  if (req.url === '/healthz') {
    res.end('ok');
    return;
  }
  setTimeout(() => {
    appendFileSync(LOG, `time="${new Date().toISOString()}" level=info msg="quote calculated" path=${req.url} status=200 duration=351ms\n`);
    res.end('{}');
  }, 350);
}).listen(Number(PORT), '127.0.0.1');
