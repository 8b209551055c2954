import { id, logTo, past, pick, port, serve, settings } from './kit.mjs';

const out = logTo('checkout-api.log');
const zap = (level, caller, msg, more = {}, at = new Date()) =>
  out(JSON.stringify({ level, ts: at.getTime() / 1000, caller, msg, service: 'checkout-api', version: 'v2.31.4', ...more }));
past(900, 6, (at) =>
  zap(
    'info',
    'charge/handler.go:88',
    'charge succeeded',
    {
      request_id: id(),
      amount: pick([1290, 4500, 8990]),
      currency: 'EUR',
      provider: 'payline',
      latency_ms: 120 + Math.round(Math.random() * 90),
    },
    at,
  ),
);
zap('info', 'cmd/main.go:41', 'http server listening', { addr: `127.0.0.1:${port(1)}` });
serve(port(1), async (request, say) => {
  if (request.url === '/healthz') return say(200, { status: 'ok' });
  const { PAYLINE_URL, PAYLINE_API_KEY } = settings('checkout-api.env');
  const request_id = id();
  const begun = Date.now();
  const answer = await fetch(`${PAYLINE_URL}/v1/charges`, {
    method: 'POST',
    headers: { authorization: `Bearer ${PAYLINE_API_KEY}` },
    body: '{}',
  });
  const got = await answer.json();
  if (answer.ok) {
    zap('info', 'charge/handler.go:88', 'charge succeeded', {
      request_id,
      amount: pick([1290, 4500, 8990]),
      currency: 'EUR',
      provider: 'payline',
      latency_ms: Date.now() - begun,
    });
    return say(200, { charge: got.id });
  }
  zap('error', 'charge/handler.go:71', 'create charge failed', {
    request_id,
    provider: 'payline',
    status: answer.status,
    error: `payline: ${answer.status} ${got.error.type}: ${got.error.message}`,
    stacktrace:
      'shop/internal/charge.(*Client).Create\n\t/src/internal/charge/client.go:132\nshop/internal/charge.(*Handler).ServeHTTP\n\t/src/internal/charge/handler.go:69\nnet/http.HandlerFunc.ServeHTTP\n\t/usr/local/go/src/net/http/server.go:2220',
  });
  say(502, { error: 'payment_failed' });
});
