// Two services' metrics and the ownership of services, as files of a small exporter: FILE is read for each scrape.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [port, owners] = process.argv.slice(2);
let total = 0;
createServer((_asked, answer) => {
  total += 5;
  const lines = ['checkout', 'search', 'mail'].flatMap((name, at) => [
    `http_requests_total{service="${name}",code="200"} ${total * (9 - at)}`,
    `http_requests_total{service="${name}",code="500"} ${Math.floor(total / 50)}`,
  ]);
  answer
    .writeHead(200, { 'content-type': 'text/plain; version=0.0.4' })
    .end(`# TYPE http_requests_total counter\n${lines.join('\n')}\n# TYPE service_owner gauge\n${readFileSync(owners, 'utf8')}`);
}).listen(Number(port), '127.0.0.1');
