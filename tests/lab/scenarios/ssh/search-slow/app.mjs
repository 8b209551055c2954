import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

process.title = 'search-api --index=products';
const log = process.argv[2];
let n = 0;
createServer((_q, a) => {
  n += 1;
  const id = n;
  const t = Date.now();
  const used = process.cpuUsage();
  // 30 ms of work on the processor.
  for (;;) {
    const now = process.cpuUsage(used);
    if (now.user + now.system > 30_000) break;
    for (let i = 0; i < 20_000; i += 1) Math.sqrt(i);
  }
  const ms = Date.now() - t;
  if (id % 3 === 0 || ms > 500)
    appendFileSync(
      log,
      `[${new Date().toISOString()}][${ms > 500 ? 'WARN ' : 'INFO '}][index.search.slowlog.query] [search-1] [products][0] took[${ms}ms], took_millis[${ms}], total_hits[182], source[{"query":{"match":{"name":"shoes"}}}]\n`,
    );
  a.end('{"hits":182}');
}).listen(8800);
