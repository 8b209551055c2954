// member-api: answers browsers of the origins on its list only.

import { appendFileSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { PORT, LOG, ORIGINS } = process.env;
const allowed = readFileSync(ORIGINS, 'utf8').trim().split(',');
const log = (level, logger, text) =>
  appendFileSync(
    LOG,
    `${new Date().toISOString().replace('T', ' ').slice(0, 23)} ${level.padEnd(5)} [http-nio-8080-exec-${1 + (Date.now() % 9)}] ${logger} - ${text}\n`,
  );
log('INFO', 'c.a.member.MemberApplication', `Started MemberApplication in 4.02 seconds, allowedOrigins=[${allowed.join(', ')}]`);
createServer((req, res) => {
  const origin = req.headers.origin;
  if (req.url === '/health') {
    res.end('{"status":"UP"}');
    return;
  }
  if (origin !== undefined && !allowed.includes(origin)) {
    log('DEBUG', 'o.s.web.cors.DefaultCorsProcessor', `Reject: '${origin}' origin is not allowed`);
    log('INFO', 'c.a.member.AccessLog', `${req.method} ${req.url} 403 1ms`);
    res.writeHead(403);
    res.end('Invalid CORS request');
    return;
  }
  log('INFO', 'c.a.member.AccessLog', `${req.method} ${req.url} 200 6ms`);
  if (origin) res.setHeader('access-control-allow-origin', origin);
  res.end('{}');
}).listen(Number(PORT), '127.0.0.1');
