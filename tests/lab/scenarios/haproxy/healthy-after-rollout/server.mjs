import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { PORT, LOG, RELEASE } = process.env;
const log = (level, msg, more = {}) =>
  appendFileSync(LOG, `${JSON.stringify({ level, ts: new Date().toISOString(), logger: 'profile', msg, ...more })}\n`);
log('info', 'profile-api started', { release: RELEASE });
process.on('SIGTERM', () => {
  log('info', 'SIGTERM received, draining');
  setTimeout(() => process.exit(0), 300);
});
createServer((req, res) => {
  if (req.url !== '/healthz') log('info', 'request', { path: req.url, status: 200, ms: 3 });
  res.end('{}');
}).listen(Number(PORT), '127.0.0.1');
