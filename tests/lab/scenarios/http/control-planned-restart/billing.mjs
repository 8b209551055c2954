import { id, logTo, past, pause, port, serve } from './kit.mjs';

const out = logTo('billing-api.log');
const pino = (level, msg, more = {}, at = new Date()) =>
  out(JSON.stringify({ level, time: at.getTime(), pid: 1, hostname: 'billing-api-6d9f', ...more, msg }));
const done = (at) =>
  pino(
    30,
    'request completed',
    { req: { id: id(), method: 'GET', url: '/v1/invoices' }, res: { statusCode: 200 }, responseTime: 8 + Math.round(Math.random() * 8) },
    at,
  );
const restart = Date.now() - 660_000;
let said = false;
past(1800, 5, (at) => {
  if (at.getTime() > restart && !said) {
    said = true;
    pino(30, 'SIGTERM received, shutting down gracefully', { reason: 'deploy 8.3.1 (change CHG-20417)' }, new Date(restart));
    pino(30, 'all connections drained, bye', {}, new Date(restart + 1200));
    pino(30, 'Server listening at http://127.0.0.1', { version: '8.3.1' }, new Date(restart + 14_000));
    pino(40, 'optional config BILLING_PDF_FONT_DIR is not set, using bundled fonts', {}, new Date(restart + 14_050));
  }
  if (at.getTime() < restart || at.getTime() > restart + 15_000) done(at);
});
serve(port(1), async (request, say) => {
  if (request.url === '/health') return say(200, { status: 'ok', version: '8.3.1' });
  await pause(8);
  done(new Date());
  say(200, []);
});
