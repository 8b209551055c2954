// Customers: PORT. Four requests a second, every second one a login.
const [port] = process.argv.slice(2);
let count = 0;
setInterval(() => {
  count += 1;
  const path = count % 2 === 0 ? '/login' : ['/account', '/account/orders', '/account/address'][count % 3];
  fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(3000) })
    .then((got) => got.arrayBuffer())
    .catch(() => undefined);
}, 250);
