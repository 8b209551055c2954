// The load balancer: PORT. Passes on 16 requests a second of many customers, whose addresses are in X-Forwarded-For.
const [port] = process.argv.slice(2);
let count = 0;
setInterval(() => {
  count += 1;
  const path = ['/api/orders', '/api/orders/preview', '/api/cart'][count % 3];
  const headers = { 'x-forwarded-for': `203.0.113.${count % 200}`, 'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)' };
  fetch(`http://127.0.0.1:${port}${path}`, { method: count % 3 === 0 ? 'POST' : 'GET', headers, signal: AbortSignal.timeout(3000) })
    .then((got) => got.arrayBuffer())
    .catch(() => undefined);
}, 60);
