// address-service: completes addresses with the help of a map provider. Logs as pino does.

import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { PORT, LOG, MAP_URL } = process.env;
const log = (level, msg, more = {}) =>
  appendFileSync(
    LOG,
    `${JSON.stringify({ level, time: Date.now(), pid: process.pid, hostname: 'addr-1', name: 'address-service', ...more, msg })}\n`,
  );
log(30, `Server listening at http://127.0.0.1:${PORT}`);
let n = 0;
createServer(async (req, res) => {
  const began = Date.now(),
    reqId = `req-${(++n).toString(36)}`;
  if (req.url === '/health') {
    res.end('{"status":"ok"}');
    return;
  }
  log(30, 'incoming request', { reqId, req: { method: 'GET', url: req.url } });
  try {
    const answer = await fetch(`${MAP_URL}/v3/geocode/geo?address=x&output=json`, { signal: AbortSignal.timeout(3000) });
    const body = await answer.json();
    if (body.status !== '1') {
      const error = new Error(`amap geocode failed: infocode=${body.infocode} info=${body.info}`);
      error.name = 'MapProviderError';
      throw error;
    }
    res.end(JSON.stringify(body.geocodes));
    log(30, 'request completed', { reqId, res: { statusCode: 200 }, responseTime: Date.now() - began });
  } catch (err) {
    log(50, err.message, {
      reqId,
      err: {
        type: err.name,
        message: err.message,
        stack: `${err.name}: ${err.message}\n    at AmapClient.geocode (/app/dist/map/amap.client.js:64:13)\n    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)\n    at async AddressController.suggest (/app/dist/address/address.controller.js:31:22)`,
      },
    });
    res.writeHead(503);
    res.end('{"code":"ADDRESS_UNAVAILABLE"}');
    log(30, 'request completed', { reqId, res: { statusCode: 503 }, responseTime: Date.now() - began });
  }
}).listen(Number(PORT), '127.0.0.1');
