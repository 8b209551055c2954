/** One instance of the shop with its metrics: `node shop.mjs PORT SERVED PER_SECOND`. */

import { createServer } from 'node:http';

const [port = '0', served = '0', perSecond = '1'] = process.argv.slice(2);
const started = Date.now();
createServer((_request, response) => {
  const total = Number(served) + Math.floor(((Date.now() - started) / 1_000) * Number(perSecond));
  response.setHeader('content-type', 'text/plain; version=0.0.4');
  response.end(`# TYPE shop_requests_total counter\nshop_requests_total ${total}\n# TYPE shop_up gauge\nshop_up 1\n`);
}).listen(Number(port), '127.0.0.1', () => console.log('READY'));
