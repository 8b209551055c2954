import { connect } from 'node:net';

const [port, work] = process.argv.slice(2);
const greet = (name) => `CONNECT ${JSON.stringify({ name, verbose: false, pedantic: false, lang: 'go', version: '1.31.0' })}\r\n`;

if (work === 'publish') {
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(`${greet('order-svc')}PING\r\n`);
  socket.on('data', (data) => {
    if (String(data).includes('PING')) socket.write('PONG\r\n');
  });
  const body = 'x'.repeat(32_768);
  setInterval(() => {
    for (let at = 0; at < 20; at += 1) socket.write(`PUB events.orders ${body.length}\r\n${body}\r\n`);
  }, 250);
}
if (work === 'read') read(process.argv[4], false);
// Renders a page for each message, and takes no more of them meanwhile.
if (work === 'slow') read(process.argv[4], true);

function read(name, isSlow) {
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(`${greet(name)}SUB events.> 1\r\nPING\r\n`);
  socket.on('data', (data) => {
    if (String(data.subarray(-8)).includes('PING')) socket.write('PONG\r\n');
    // Its own health check starts it anew after a while.
    if (isSlow) {
      socket.pause();
      setTimeout(() => socket.destroy(), 7_000);
    }
  });
  socket.on('error', () => undefined);
  socket.on('close', () => setTimeout(() => read(name, isSlow), 1_000));
}
console.log('READY');
