import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

createServer((_req, res) => {
  const lag = readFileSync(process.env.TOPIC, 'utf8').trim().split('\n').length - Number(readFileSync(process.env.OFFSET, 'utf8'));
  res.writeHead(lag > 10 ? 503 : 200);
  res.end(JSON.stringify({ lag }));
}).listen(Number(process.env.PORT), '127.0.0.1');
