// node lines.mjs URL past: an hour of two services as they are; node lines.mjs URL chatty: the checkout with debugging, for ever.
const [url, what] = process.argv.slice(2);
const line = (ago, app, level, text) => ({ _time: new Date(Date.now() - ago).toISOString(), _msg: text, app, level });
const push = (lines) =>
  fetch(`${url}/insert/jsonline?_stream_fields=app`, {
    method: 'POST',
    headers: { 'content-type': 'application/stream+json' },
    body: lines.map((each) => JSON.stringify(each)).join('\n'),
  });
let at = 0;
const debug = (ago) => {
  at += 1;
  return line(
    ago,
    'checkout',
    'debug',
    [
      `DEBUG sql: select * from cart_items where cart_id = ${at} took ${at % 9} ms`,
      `DEBUG http: > POST /v2/price headers=[accept, x-trace ${at}]`,
      `DEBUG cache: hit price:${at % 800}`,
    ][at % 3],
  );
};
if (what === 'past') {
  const lines = Array.from({ length: 1_200 }, (_, n) =>
    line(
      3_600_000 - n * 3_000,
      n % 2 ? 'orders' : 'checkout',
      n % 97 === 0 ? 'warn' : 'info',
      n % 2 ? `order ${n} accepted` : `cart ${n} checked out`,
    ),
  );
  await push(lines);
} else if (what === 'live') {
  setInterval(() => {
    at += 1;
    push([line(0, 'orders', 'info', `order ${at} accepted`), line(0, 'checkout', 'info', `cart ${at} checked out`)]).catch(() => undefined);
  }, 3_000);
} else {
  for (let part = 0; part < 12; part += 1) await push(Array.from({ length: 1_000 }, (_, n) => debug(240_000 - part * 20_000 - n * 20)));
  console.log('READY');
  setInterval(() => void push(Array.from({ length: 50 }, () => debug(0))).catch(() => undefined), 1_000);
}
