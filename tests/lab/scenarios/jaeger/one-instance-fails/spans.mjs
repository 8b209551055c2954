// node spans.mjs OTLP FROM_SECONDS_AGO UNTIL_SECONDS_AGO ok|bad: a checkout every ten seconds, priced by one of three instances in turn.
import { randomBytes } from 'node:crypto';

const [otlp, from, until, what] = process.argv.slice(2);
const instances = ['pricing-6d8f-h7c4m', 'pricing-6d8f-x2k9p', 'pricing-6d8f-q8w1z'];
const nano = (ms) => `${Math.round(ms)}000000`;
const text = (values) =>
  Object.entries(values).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
  }));
const resourceSpans = [];
const span = (service, instance, traceId, parentSpanId, name, kind, start, ms, tags, error) => {
  const spanId = randomBytes(8).toString('hex');
  resourceSpans.push({
    resource: {
      attributes: text({ 'service.name': service, 'service.instance.id': instance, 'host.name': instance, 'k8s.pod.name': instance }),
    },
    scopeSpans: [
      {
        spans: [
          {
            traceId,
            spanId,
            ...(parentSpanId ? { parentSpanId } : {}),
            name,
            kind,
            startTimeUnixNano: nano(start),
            endTimeUnixNano: nano(start + ms),
            attributes: text(tags),
            ...(error ? { status: { code: 2, message: error } } : {}),
          },
        ],
      },
    ],
  });
  return spanId;
};
let turn = 0;
for (let ago = Number(from); ago > Number(until); ago -= 10) {
  const start = Date.now() - ago * 1_000;
  const trace = randomBytes(16).toString('hex');
  turn += 1;
  const instance = instances[turn % 3];
  const isBad = what === 'bad' && instance === instances[1];
  const code = isBad ? 500 : 200;
  const why = isBad ? 'open /var/cache/pricing/rates.db: input/output error' : undefined;
  const checkout = ['checkout', `checkout-5c77-b${turn % 2}`];
  const root = span(
    ...checkout,
    trace,
    '',
    'POST /checkout',
    2,
    start,
    90 + (turn % 40),
    { 'http.request.method': 'POST', 'http.route': '/checkout', 'http.response.status_code': isBad ? 502 : 200 },
    isBad ? 'pricing answered 500' : undefined,
  );
  const call = span(
    ...checkout,
    trace,
    root,
    'GET',
    3,
    start + 5,
    60 + (turn % 30),
    { 'http.request.method': 'GET', 'server.address': 'pricing', 'url.full': 'http://pricing/v2/price', 'http.response.status_code': code },
    isBad ? 'HTTP 500' : undefined,
  );
  span(
    'pricing',
    instance,
    trace,
    call,
    'GET /v2/price',
    2,
    start + 8,
    50 + (turn % 30),
    { 'http.request.method': 'GET', 'http.route': '/v2/price', 'http.response.status_code': code },
    why,
  );
  span(...checkout, trace, root, 'INSERT orders', 3, start + 75, 8, { 'db.system': 'postgresql', 'db.operation.name': 'INSERT' });
}
const answer = await fetch(`${otlp}/v1/traces`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ resourceSpans }),
});
if (!answer.ok) throw new Error(await answer.text());
