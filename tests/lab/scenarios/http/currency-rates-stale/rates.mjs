import { request as ask } from 'node:http';
import { logTo, past, port, serve, settings } from './kit.mjs';

const out = logTo('rates-service.log');
const winston = (level, message, more = {}, at = new Date()) =>
  out(JSON.stringify({ level, message, service: 'rates-service', timestamp: at.toISOString(), ...more }));
past(900, 8, (at) =>
  winston(
    'info',
    'rates refreshed',
    { provider: 'openrates', base: 'EUR', count: 31, durationMs: 80 + Math.round(Math.random() * 40) },
    at,
  ),
);
past(900, 90, (at) =>
  winston(
    'warn',
    'openrates: response header "Sunset: Mon, 31 May 2027" - v1 of this API is deprecated, please migrate to v2',
    { provider: 'openrates' },
    at,
  ),
);
past(900, 120, (at) => winston('warn', 'disk usage of / is 79% (threshold 75%)', { monitor: 'local-disk' }, at));
let refreshed = Date.now();
winston('info', `rates-service 3.4.1 started on port ${port(1)}`, { node: 'v22.11.0', env: 'production' });
function fetchRates() {
  const { HTTP_PROXY: proxy, RATES_URL } = settings('rates-service.env');
  const target = new URL(proxy || RATES_URL);
  return new Promise((done, fail) => {
    const asking = ask(
      {
        host: target.hostname,
        port: target.port,
        path: proxy ? RATES_URL : '/v1/latest',
        headers: { host: new URL(RATES_URL).host },
        timeout: 3000,
      },
      (got) => {
        got.resume();
        got.statusCode === 200 ? done() : fail(new Error(`Request failed with status code ${got.statusCode}`));
      },
    );
    asking.on('error', fail);
    asking.end();
  });
}
let runs = 0;
setInterval(async () => {
  const begun = Date.now();
  runs += 1;
  if (runs % 12 === 5)
    winston('warn', 'openrates: response header "Sunset: Mon, 31 May 2027" - v1 of this API is deprecated, please migrate to v2', {
      provider: 'openrates',
    });
  try {
    await fetchRates();
    refreshed = Date.now();
    winston('info', 'rates refreshed', { provider: 'openrates', base: 'EUR', count: 31, durationMs: Date.now() - begun });
  } catch (error) {
    winston('error', 'refresh of rates failed', {
      provider: 'openrates',
      url: settings('rates-service.env').RATES_URL,
      proxy: settings('rates-service.env').HTTP_PROXY || null,
      code: error.code,
      error: `AxiosError: ${error.message}`,
      stack: `AxiosError: ${error.message}\n    at AxiosError.from (/app/node_modules/axios/dist/node/axios.cjs:863:14)\n    at RedirectableRequest.handleRequestError (/app/node_modules/axios/dist/node/axios.cjs:3187:25)\n    at async refresh (/app/dist/rates/refresh.js:24:18)`,
    });
  }
}, 1500);
serve(port(1), (request, say) => {
  const age = Math.round((Date.now() - refreshed) / 1000);
  if (request.url === '/health') return say(age > 8 ? 503 : 200, { status: age > 8 ? 'stale' : 'ok', ageSeconds: age });
  say(200, { base: 'EUR', USD: 1.08, ageSeconds: age });
});
