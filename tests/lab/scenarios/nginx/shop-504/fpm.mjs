import { createServer } from 'node:net';
import { logTo, port } from './kit.mjs';

const MAX = 5;
const out = logTo('php8.2-fpm.log');
const slow = logTo('php8.2-fpm.slow.log');
const stamp = (at) =>
  `${String(at.getUTCDate()).padStart(2, '0')}-${at.toUTCString().slice(8, 11)}-${at.getUTCFullYear()} ${at.toISOString().slice(11, 19)}`;
const fpm = (level, text, at = new Date()) => out(`[${stamp(at)}] ${level}: ${text}`);
const start = new Date(Date.now() - 3600_000);
fpm('NOTICE', 'fpm is running, pid 811', start);
fpm('NOTICE', 'ready to handle connections', start);
fpm('NOTICE', 'systemd monitor interval set to 10000ms', start);
let active = 0;
let warned = 0;
const waiting = [];
const run = () => {
  while (active < MAX && waiting.length > 0) waiting.shift()();
  if (waiting.length > 0 && Date.now() - warned > 4000) {
    warned = Date.now();
    fpm('WARNING', `[pool www] server reached pm.max_children setting (${MAX}), consider raising it`);
  }
};
async function script(path) {
  if (path.startsWith('/status')) return [200, 'ok'];
  const pid = 2200 + Math.floor(Math.random() * 5);
  const watch = setTimeout(() => {
    fpm(
      'WARNING',
      `[pool www] child ${pid}, script '/var/www/shop/public/index.php' (request: "GET /index.php?${path.split('?')[1] ?? ''}") executing too slow (3.012345 sec), logging`,
    );
    slow(
      `\n[${stamp(new Date())}]  [pool www] pid ${pid}\nscript_filename = /var/www/shop/public/index.php\n[0x00007f2d3a41e3c0] curl_exec() /var/www/shop/src/Recommend/RecommendClient.php:48\n[0x00007f2d3a41e330] fetch() /var/www/shop/src/Controller/ProductController.php:112\n[0x00007f2d3a41e2a0] show() /var/www/shop/vendor/symfony/http-kernel/HttpKernel.php:183`,
    );
  }, 3000);
  const answer = await fetch(`http://127.0.0.1:${port(3)}/recommendations`, { signal: AbortSignal.timeout(30_000) }).catch(() => undefined);
  clearTimeout(watch);
  return [200, `<h1>product</h1>${answer?.ok ? 'you may also like' : ''}`];
}
createServer((socket) => {
  let data = Buffer.alloc(0);
  let parameters = Buffer.alloc(0);
  socket.on('error', () => undefined);
  socket.on('data', (part) => {
    data = Buffer.concat([data, part]);
    while (data.length >= 8) {
      const length = data.readUInt16BE(4);
      const total = 8 + length + data[6];
      if (data.length < total) return;
      const [type, content] = [data[1], data.subarray(8, 8 + length)];
      data = data.subarray(total);
      if (type === 4) parameters = Buffer.concat([parameters, content]);
      if (type === 5 && length === 0) {
        const text = parameters.toString('latin1');
        const path = /REQUEST_URI([ -~]*)/.exec(text)?.[1] ?? '/';
        const job = async () => {
          if (socket.destroyed) return;
          active += 1;
          const [status, body] = await script(path);
          active -= 1;
          const out = Buffer.from(`Status: ${status}\r\nContent-Type: text/html\r\n\r\n${body}`);
          const head = (kind, size) => Buffer.from([1, kind, 0, 1, size >> 8, size & 255, 0, 0]);
          if (!socket.destroyed) socket.end(Buffer.concat([head(6, out.length), out, head(6, 0), head(3, 8), Buffer.alloc(8)]));
          run();
        };
        waiting.push(job);
        run();
      }
    }
  });
}).listen({ port: port(2), host: '127.0.0.1', backlog: 128 });
