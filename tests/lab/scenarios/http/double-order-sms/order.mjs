// order-api, slog's JSON. Asks the inventory where its configuration says.

import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { PORT, LOG, INVENTORY_ADDR, VERSION } = process.env;
const log = (level, msg, more = {}) => appendFileSync(LOG, `${JSON.stringify({ time: new Date().toISOString(), level, msg, ...more })}\n`);
log('INFO', 'order-api started', { version: VERSION, inventory_addr: INVENTORY_ADDR });
let n = 3000;
createServer(async (req, res) => {
  if (req.url === '/health') {
    res.end('ok');
    return;
  }
  const order = ++n;
  try {
    await fetch(`http://${INVENTORY_ADDR}/stock`, { signal: AbortSignal.timeout(2000) }).then((r) => r.text());
    log('INFO', 'order created', { order, took_ms: 12 });
    res.end('{}');
  } catch (_e) {
    log('ERROR', 'create order failed', {
      order,
      err: `reserve stock: Get "http://${INVENTORY_ADDR}/stock": dial tcp ${INVENTORY_ADDR}: connect: connection refused`,
    });
    res.writeHead(500);
    res.end('{}');
  }
}).listen(Number(PORT), '127.0.0.1');
