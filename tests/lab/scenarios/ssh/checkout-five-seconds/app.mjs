import { appendFileSync } from 'node:fs';
import { createServer, get } from 'node:http';

const [, , name, log] = process.argv;
process.title = name;
const say = (level, msg, more) => appendFileSync(log, `time=${new Date().toISOString()} level=${level} msg="${msg}" ${more}\n`);
if (name === 'inventory') createServer((_q, a) => a.end('{"stock":12}')).listen(8601);
else {
  let n = 0;
  createServer((_q, a) => {
    const t = Date.now();
    n += 1;
    const id = n;
    get({ host: 'inventory.svc.shop.internal', port: 8601, path: '/stock', family: 4, agent: false }, (got) => {
      got.resume();
      const ms = Date.now() - t;
      if (ms > 1000)
        say(
          'WARN',
          'slow request',
          `component=checkout order=${id} upstream=inventory.svc.shop.internal:8601 upstream_status=200 took=${ms}ms`,
        );
      else if (id % 4 === 0) say('INFO', 'checkout done', `component=checkout order=${id} took=${ms}ms`);
      a.end('{"order":1}');
    }).on('error', (e) => {
      say('ERROR', 'inventory request failed', `component=checkout order=${id} err="${e.message}"`);
      a.writeHead(502).end();
    });
  }).listen(8600);
  say('INFO', 'listening', 'addr=:8600 version=2026.11.3');
}
