// Customers: PORT PER_SECOND. One request in fifty is a crawler's for a page that was never there.
const [port, perSecond] = process.argv.slice(2);
let count = 0;
const ask = (path, agent, ms) =>
  fetch(`http://127.0.0.1:${port}${path}`, { headers: { 'user-agent': agent }, signal: AbortSignal.timeout(ms) })
    .then((got) => got.arrayBuffer())
    .catch(() => undefined);
setInterval(() => {
  count += 1;
  if (count % 50 === 0) return void ask('/old-catalogue-2019.html', 'Mozilla/5.0 (compatible; bingbot/2.0)', 2000);
  void ask(['/', '/offers', '/offers/winter', '/cart', '/search?q=boots'][count % 5], 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)', 2000);
}, 1000 / Number(perSecond));
