// account-web: a session in signed cookies. Logs one JSON line a request, as morgan/winston does.

import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { PORT, LOG, RELEASE } = process.env;
const log = (level, message, more = {}) =>
  appendFileSync(LOG, `${JSON.stringify({ level, message, timestamp: new Date().toISOString(), release: RELEASE, ...more })}\n`);
log('info', `account-web ${RELEASE} listening on ${PORT}`);
createServer((req, res) => {
  const signsIn = req.url.startsWith('/login');
  // Since 5.4.0 the permissions are in the session too.
  const size = RELEASE === '5.4.0' && signsIn ? 3 : 1;
  res.setHeader(
    'set-cookie',
    Array.from({ length: size }, (_, i) => `sess.${i}=${'eyJwZXJtIjpb'.repeat(size === 1 ? 30 : 240)}; Path=/; HttpOnly`),
  );
  log('info', `${req.method} ${req.url} 200`, { ms: 4, user: signsIn ? `u${Math.floor(Math.random() * 9000)}` : undefined });
  res.end('<html>welcome</html>');
}).listen(Number(PORT), '127.0.0.1');
