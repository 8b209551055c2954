// Two instances of orders and one of carts, each with a page of metrics: node exporters.mjs PORT…
import { createServer } from 'node:http';

let count = 0;
for (const port of process.argv.slice(2))
  createServer((_asked, response) => {
    count += 7;
    response.end(`# TYPE http_requests_total counter\nhttp_requests_total{code="200"} ${count}\n`);
  }).listen(Number(port), '127.0.0.1');
console.log('READY');
