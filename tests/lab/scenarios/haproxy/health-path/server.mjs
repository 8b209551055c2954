// Spring Boot behind the load balancer, in small: release 3.0 serves its health below /actuator only.

import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { PORT, LOG, RELEASE } = process.env;
const log = (level, logger, text) =>
  appendFileSync(
    LOG,
    `${new Date().toISOString()}  ${level.padStart(5)} ${process.pid} --- [nio-${PORT}-exec-3] ${logger.padEnd(40)} : ${text}\n`,
  );
log('INFO', 'com.acme.portal.PortalApplication', `Started PortalApplication v${RELEASE} in 3.412 seconds (process running for 3.9)`);
createServer((req, res) => {
  const known = RELEASE.startsWith('3') ? '/actuator/health' : '/health';
  if (req.url.endsWith('/health')) {
    if (req.url === known) {
      res.end('{"status":"UP"}');
      return;
    }
    log('WARN', 'o.s.web.servlet.PageNotFound', `No mapping for ${req.method} ${req.url}`);
    res.writeHead(404);
    res.end('{"status":404,"error":"Not Found"}');
    return;
  }
  log('INFO', 'c.a.portal.web.PortalController', `${req.method} ${req.url} 200`);
  res.end('<html>portal</html>');
}).listen(Number(PORT), '127.0.0.1');
