// booking-api: HTTP by hand, so that the end of idle connections is exact. What idles longer than IDLE is closed when the next request comes in.

import { appendFileSync } from 'node:fs';
import { createServer } from 'node:net';

const { PORT, LOG, IDLE, RELEASE } = process.env;
const log = (level, logger, message) =>
  appendFileSync(
    LOG,
    `${JSON.stringify({
      '@timestamp': new Date().toISOString(),
      '@version': '1',
      message,
      logger_name: logger,
      thread_name: 'reactor-http-epoll-2',
      level,
    })}\n`,
  );
log('INFO', 'com.acme.booking.BookingApplication', `Started BookingApplication ${RELEASE} in 2.9 seconds`);
log('INFO', 'reactor.netty.http.server.HttpServer', `server settings: port=${PORT} idle-timeout=${IDLE}ms max-keep-alive-requests=-1`);
createServer((socket) => {
  let last = Date.now(),
    kept = '',
    n = 0;
  socket.on('error', () => undefined);
  socket.on('data', (d) => {
    if (n > 0 && Date.now() - last > Number(IDLE)) {
      socket.resetAndDestroy();
      return;
    }
    kept += d;
    const end = kept.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(kept)?.[1] ?? 0);
    if (kept.length < end + 4 + length) return;
    const [method, path] = kept.split(' ');
    kept = '';
    n += 1;
    last = Date.now();
    if (method === 'POST') log('INFO', 'com.acme.booking.BookingController', `${method} ${path} 201`);
    socket.write(`HTTP/1.1 ${method === 'POST' ? '201 Created' : '200 OK'}\r\nContent-Length: 2\r\n\r\nok`);
  });
}).listen(Number(PORT), '127.0.0.1');
