/** `node checkout.mjs PORT GATEWAY_PORT` */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { request } from 'node:https';

const [port, gatewayPort] = process.argv.slice(2);
const log = (level, text) => console.log(`${new Date().toISOString()} ${level} checkout ${text}`);
const ca = readFileSync(`${process.env.LAB_DIR}/ca.pem`);
const name = 'pay.shop.internal';
let order = 4_400;
createServer((asked, response) => {
  if (asked.url === '/healthz') return response.end('ok');
  order += 1;
  const asking = request(
    {
      host: '127.0.0.1',
      port: Number(gatewayPort),
      servername: name,
      headers: { host: name },
      ca,
      path: '/authorise',
      method: 'POST',
      agent: false,
      timeout: 3_000,
    },
    (got) => {
      got.resume();
      log('INFO', `order ${order} paid`);
      response.writeHead(201).end();
    },
  );
  asking.on('error', (error) => {
    log('ERROR', `order ${order}: payment at ${name} failed: ${error.code} ${error.message}`);
    response.writeHead(502).end();
  });
  asking.end('{}');
}).listen(Number(port), '127.0.0.1', () => log('INFO', `listening on ${port}`));
