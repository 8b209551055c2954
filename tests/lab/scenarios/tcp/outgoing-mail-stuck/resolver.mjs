import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { logTo, past, port, read } from './kit.mjs';

const out = logTo('unbound.log');
const line = (level, text, at = new Date()) => out(`[${Math.floor(at.getTime() / 1000)}] unbound[611:0] ${level}: ${text}`);
past(900, 60, (at) =>
  line(
    'info',
    `server stats for thread 0: ${50 + Math.floor(Math.random() * 20)} queries, 41 answers from cache, 19 recursions, 0 prefetch, 0 rejected by ip ratelimiting`,
    at,
  ),
);
line('info', 'start of service (unbound 1.17.1).');
const udp = createSocket('udp4');
udp.on('message', (asked, from) => {
  const answer = Buffer.from(asked);
  answer[2] = 0x81;
  answer[3] = 0x80;
  udp.send(answer, from.port, from.address);
});
udp.bind(port(2), '127.0.0.1');
createServer((socket) => {
  socket.on('error', () => undefined);
  socket.on('data', () => undefined);
  setTimeout(() => socket.end(), 3000);
}).listen(port(2), '127.0.0.1');
process.on('SIGHUP', () => {
  line('info', 'service reload requested');
  const lines = read('unbound.conf').split('\n');
  const bad = lines.findIndex((each) => each.includes('forward-adr:'));
  if (bad < 0) return line('info', 'start of service (unbound 1.17.1).');
  line('error', `/etc/unbound/unbound.conf:${bad + 1}: error: unknown keyword 'forward-adr'`);
  line('error', `read /etc/unbound/unbound.conf failed: 1 errors in configuration file`);
  line(
    'fatal error',
    'Could not read config file: /etc/unbound/unbound.conf. Maybe try unbound -dd, it stays on the commandline to see more errors, or unbound-checkconf',
  );
  process.exit(1);
});
