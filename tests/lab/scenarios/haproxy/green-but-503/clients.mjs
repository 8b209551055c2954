// Customers: PORT. Fifteen checkouts a second.
const [port] = process.argv.slice(2);
setInterval(() => {
  fetch(`http://127.0.0.1:${port}/checkout`, { signal: AbortSignal.timeout(8000) })
    .then((got) => got.arrayBuffer())
    .catch(() => undefined);
}, 66);
