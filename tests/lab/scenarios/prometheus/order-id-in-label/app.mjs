// order-service: works; its metrics get a series for each order once the file `release` is there. Logs as slog text.

import { existsSync } from 'node:fs';
import { createServer } from 'node:http';

const [port, release] = process.argv.slice(2);
let orders = 0;
const log = (level, msg, more = '') => console.log(`time=${new Date().toISOString()} level=${level} msg="${msg}"${more}`);
setInterval(() => {
  orders += 4;
  log('INFO', 'order accepted', ` order_id=o-${100000 + orders} took=${3 + (orders % 5)}ms`);
}, 400);
createServer((asked, answer) => {
  if (asked.url !== '/metrics') return void answer.writeHead(200).end('{"status":"ok"}');
  const lines = ['# TYPE orders_total counter', `orders_total ${orders}`, '# TYPE order_seconds gauge'];
  if (existsSync(release))
    for (let at = 0; at < 900 + orders; at += 1) lines.push(`order_seconds{order_id="o-${100000 + at}",route="/orders"} 0.00${at % 9}`);
  else lines.push('order_seconds{route="/orders"} 0.004');
  for (let at = 0; at < 40; at += 1) lines.push(`process_pool_busy{worker="${at}"} ${at % 2}`);
  answer.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(`${lines.join('\n')}\n`);
}).listen(Number(port), '127.0.0.1', () => log('INFO', 'listening', ` addr=:${port} version=3.11.2`));
