import { openSync, readFile, writeSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';

process.title = 'quote-api --config=/etc/quote-api/prod.json';
const [host, logFile, flag, template] = process.argv.slice(2);
const fd = openSync(logFile, 'a');
const log = (level, msg, more = {}) =>
  writeSync(fd, `${JSON.stringify({ level, time: Date.now(), pid: process.pid, hostname: 'app-07', name: 'quote-api', ...more, msg })}\n`);
const held = new Set();
let id = 0;
createServer((q, a) => {
  id += 1;
  const reqId = `req-${id.toString(36)}`;
  const t = Date.now();
  const fail = (err, what) => {
    log(50, what, { reqId, err: { type: 'Error', message: err.message, code: err.code, stack: err.stack } });
    a.writeHead(500).end('{"error":"internal"}');
    log(30, 'request completed', { reqId, req: { method: 'GET', url: q.url }, res: { statusCode: 500 }, responseTime: Date.now() - t });
  };
  readFile(template, 'utf8', (err, _text) => {
    if (err) return fail(err, 'cannot load instrument definition');
    readFile(flag, 'utf8', (_none, leaky) => {
      const s = connect({ host, port: 8090, allowHalfOpen: true });
      s.on('error', (e) => fail(e, 'price feed request failed'));
      s.on('connect', () => s.write('GET /tick HTTP/1.0\r\n\r\n'));
      s.once('data', () => {
        // v2.3.0 "keeps connections warm": nobody ever uses or ends them again.
        if (leaky === '1') held.add(s);
        else s.end();
        a.end('{"bid":1.0842,"ask":1.0844}');
        if (id % 4 === 0)
          log(30, 'request completed', {
            reqId,
            req: { method: 'GET', url: q.url },
            res: { statusCode: 200 },
            responseTime: Date.now() - t,
          });
      });
    });
  });
}).listen(8081, () => log(30, 'Server listening at http://0.0.0.0:8081', { version: '2.3.0' }));
