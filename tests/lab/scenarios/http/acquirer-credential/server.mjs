// payments-api: charges cards through the acquirer. Logs as zap does.

import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { PORT, LOG, ACQUIRER_URL, ACQUIRER_API_KEY = '', VERSION } = process.env;
const log = (level, caller, msg, more = {}) =>
  appendFileSync(
    LOG,
    `${JSON.stringify({ level, ts: Date.now() / 1000, caller, msg, service: 'payments-api', version: VERSION, ...more })}\n`,
  );
log('info', 'cmd/main.go:41', 'starting payments-api', { go: 'go1.24.2', pid: process.pid });
if (!ACQUIRER_API_KEY)
  log('warn', 'config/env.go:77', 'environment variable ACQUIRER_API_KEY is not set, falling back to default', { default: '' });
log('info', 'cmd/main.go:63', 'http server listening', { addr: `127.0.0.1:${PORT}` });
let n = 0;
createServer(async (req, res) => {
  const began = Date.now();
  if (req.url === '/healthz') {
    res.end('{"status":"ok"}');
    return;
  }
  const order = `ord_${String(90210 + n++)}`;
  try {
    const answer = await fetch(`${ACQUIRER_URL}/v1/charges`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ACQUIRER_API_KEY}` },
      body: JSON.stringify({ order, amount: 1999 }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`acquirer: POST /v1/charges: unexpected status ${answer.status}: ${text}`);
    log('info', 'handler/pay.go:58', 'charge accepted', { order, amount: 1999, currency: 'EUR', duration_ms: Date.now() - began });
    res.end('{"status":"paid"}');
  } catch (error) {
    log('error', 'handler/pay.go:71', 'charge failed', {
      order,
      error: error.message,
      duration_ms: Date.now() - began,
      stacktrace:
        'github.com/acme/payments/internal/handler.(*Pay).ServeHTTP\n\t/src/internal/handler/pay.go:71\nnet/http.HandlerFunc.ServeHTTP\n\t/usr/local/go/src/net/http/server.go:2294',
    });
    res.writeHead(502);
    res.end('{"error":"payment_failed"}');
  }
}).listen(Number(PORT), '127.0.0.1');
