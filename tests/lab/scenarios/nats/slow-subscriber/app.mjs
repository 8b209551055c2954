// quote-gateway: takes all ticks and passes them on. With the file `rich-quotes` it does a lot for each. Logs as tracing (Rust) does.

import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';

const [natsPort, port, feature] = process.argv.slice(2);
const log = (level, text) =>
  console.log(`${new Date().toISOString().replace('Z', '000Z')} ${level.padStart(5)} quote_gateway::feed: ${text}`);
let lastTick = Date.now();
let ticks = 0;
let times = 0;
function open() {
  times += 1;
  const socket = connect(Number(natsPort), '127.0.0.1');
  socket.on('connect', () => {
    socket.write('CONNECT {"verbose":false,"name":"quote-gateway","lang":"rust","version":"0.33.0"}\r\nSUB ticks.> 1\r\nPING\r\n');
    log('INFO', `event: connected attempt=${times}`);
  });
  let since = 0;
  const pings = setInterval(() => socket.writable && socket.write('PING\r\n'), 500);
  socket.on('data', (chunk) => {
    const text = chunk.toString('latin1');
    if (text.includes('PING\r\n')) socket.write('PONG\r\n');
    const found = (text.match(/MSG ticks/g) ?? []).length;
    if (found > 0) {
      ticks += found;
      since += found;
      lastTick = existsSync(feature) ? lastTick : Date.now();
    }
    if (existsSync(feature) && found > 0) {
      // A look-up for each tick, one after the other.
      socket.pause();
      setTimeout(() => socket.resume(), found * 120);
    }
  });
  socket.on('error', (error) => log('ERROR', `event: io error: ${error.message}`));
  socket.on('close', () => {
    clearInterval(pings);
    log('WARN', `event: disconnected after ${since} ticks, reconnecting in 1s`);
    setTimeout(open, 1000);
  });
}
open();
setInterval(() => log('INFO', `stats ticks_total=${ticks} last_tick_age_ms=${Date.now() - lastTick}`), 1000);
createServer((_asked, answer) => {
  const ok = Date.now() - lastTick < 3000;
  answer.writeHead(ok ? 200 : 503).end(String(Date.now() - lastTick));
}).listen(Number(port), '127.0.0.1');
