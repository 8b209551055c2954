import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

createServer((_req, res) => {
  const age = Math.round(Date.now() / 1000 - Number(readFileSync(process.env.LAST, 'utf8')));
  res.writeHead(age > 8 ? 503 : 200);
  res.end(JSON.stringify({ status: age > 8 ? 'stale' : 'ok', lastSettlementAgeSeconds: age }));
}).listen(Number(process.env.PORT), '127.0.0.1');
