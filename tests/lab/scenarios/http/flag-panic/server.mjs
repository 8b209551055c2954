// search-api. Logs as Rust's tracing-subscriber does.

import { appendFileSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { PORT, LOG, FLAGS } = process.env;
const write = (text) => appendFileSync(LOG, `${text}\n`);
const log = (level, target, text) => write(`${new Date().toISOString().replace('Z', '123Z')} ${level.padStart(5)} ${target}: ${text}`);
log('INFO', 'search_api', 'starting search-api 0.18.2 (commit 8be1f02)');
log('INFO', 'search_api::index', 'index loaded shards=4 docs=182334 elapsed=412ms');
log('INFO', 'search_api::http', `listening addr=127.0.0.1:${PORT}`);
let flags = readFileSync(FLAGS, 'utf8');
setInterval(() => {
  const now = readFileSync(FLAGS, 'utf8');
  if (now !== flags) {
    const a = JSON.parse(flags),
      b = JSON.parse(now);
    for (const name of Object.keys(b))
      if (a[name] !== b[name])
        log('INFO', 'search_api::flags', `feature flag changed flag="${name}" from=${a[name]} to=${b[name]} rollout=100%`);
    flags = now;
  }
}, 500);
const words = ['shoes', 'kettle', 'lamp', 'tent', 'usb c', 'chair'];
let n = 0;
createServer((req, res) => {
  if (req.url === '/live') {
    res.end('ok');
    return;
  }
  const q = words[n++ % words.length],
    took = 6 + ((n * 7) % 20);
  setTimeout(() => {
    if (JSON.parse(flags).semantic_rerank) {
      write(
        `thread 'tokio-runtime-worker' panicked at src/rerank/semantic.rs:212:34:\nindex out of bounds: the len is 768 but the index is 768\nnote: run with \`RUST_BACKTRACE=1\` environment variable to display a backtrace`,
      );
      log(
        'ERROR',
        `search_api::http{method=GET uri=/search?q=${encodeURIComponent(q)}}`,
        `response failed classification=Status code: 500 Internal Server Error latency=${took}ms`,
      );
      res.writeHead(500);
      res.end('{"error":"internal"}');
    } else {
      log(
        'INFO',
        `search_api::http{method=GET uri=/search?q=${encodeURIComponent(q)}}`,
        `finished processing request latency=${took}ms status=200 hits=${40 + (n % 17)}`,
      );
      res.end('{"hits":[]}');
    }
  }, took);
}).listen(Number(PORT), '127.0.0.1');
