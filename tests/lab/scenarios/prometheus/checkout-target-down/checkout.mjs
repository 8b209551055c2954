// The checkout: PORT RELEASE. From 3.1 on it counts by customer.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [port, release] = process.argv.slice(2);
let asked = 0;
createServer((request, response) => {
  asked += 1;
  if (!request.url.startsWith('/metrics'))
    return void response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}');
  const lines = ['# TYPE checkout_requests_total counter'];
  for (const code of ['200', '302', '404', '500']) lines.push(`checkout_requests_total{code="${code}"} ${asked * 3}`);
  const customers = readFileSync(release, 'utf8').startsWith('3.1') ? 1800 : 0;
  if (customers > 0) lines.push('# TYPE checkout_customer_orders_total counter');
  for (let customer = 0; customer < customers; customer += 1)
    lines.push(`checkout_customer_orders_total{customer_id="c-${100_000 + customer}"} ${customer % 7}`);
  response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(`${lines.join('\n')}\n`);
}).listen(Number(port), '127.0.0.1', () => console.log('READY'));
