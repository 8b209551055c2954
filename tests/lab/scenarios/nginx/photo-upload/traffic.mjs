/** Customers: `node traffic.mjs NGINX_PORT`. Pages, small pictures and now and then a photo of two to four megabytes. */

const url = `http://127.0.0.1:${process.argv[2]}`;
const send = (path, bytes) =>
  fetch(`${url}${path}`, { method: 'POST', body: Buffer.alloc(bytes, 'j') })
    .then((answer) => answer.arrayBuffer())
    .catch(() => undefined);
let count = 0;
setInterval(() => {
  count += 1;
  void fetch(`${url}/api/albums/${count % 40}`)
    .then((answer) => answer.arrayBuffer())
    .catch(() => undefined);
  if (count % 3 === 0) void send('/api/avatars', 60_000);
  if (count % 5 === 0) void send('/api/photos', 2_000_000 + (count % 7) * 300_000);
}, 600);
