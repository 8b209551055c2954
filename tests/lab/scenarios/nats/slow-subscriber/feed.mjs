// The exchange's feed: two megabytes a second.
import { connect } from 'node:net';

const socket = connect(Number(process.argv[2]), '127.0.0.1', () => {
  socket.write('CONNECT {"verbose":false,"name":"exchange-feed","lang":"go","version":"1.34.0"}\r\n');
  const body = 'q'.repeat(8000);
  setInterval(() => {
    for (let at = 0; at < 25; at += 1) socket.write(`PUB ticks.s${at} ${body.length}\r\n${body}\r\n`);
  }, 100);
});
socket.on('data', (chunk) => {
  if (chunk.toString().includes('PING')) socket.write('PONG\r\n');
});
