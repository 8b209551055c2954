// shop-web: everything that did not come by TLS is sent to the public address. TLS ends at the cloud's load balancer, which says so.

import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { PORT, LOG, PUBLIC_URL } = process.env;
const log = (level, text) =>
  appendFileSync(LOG, `[Nest] ${process.pid}  - ${new Date().toLocaleString('en-US')}   ${level.padStart(5)} ${text}\n`);
log('LOG', '[NestApplication] Nest application successfully started +2ms');
createServer((req, res) => {
  const proto = req.headers['x-forwarded-proto'];
  if (req.url === '/internal/health') {
    res.end('ok');
    return;
  }
  if (proto !== 'https') {
    log(
      'WARN',
      `[ForceHttpsMiddleware] insecure request ${req.method} ${req.url} (x-forwarded-proto=${proto}), 301 to ${PUBLIC_URL}${req.url}`,
    );
    res.writeHead(301, { location: PUBLIC_URL + req.url });
    res.end();
    return;
  }
  log('LOG', `[HTTP] ${req.method} ${req.url} 200 5ms`);
  res.end('<html>shop</html>');
}).listen(Number(PORT), '127.0.0.1');
