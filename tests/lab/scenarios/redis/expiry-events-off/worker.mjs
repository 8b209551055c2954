/** `node worker.mjs PORT shop|canceller`: shop places orders that must be paid within three seconds, canceller prints those of which it hears that they were not. */

import { connect } from 'node:net';

const [port = '0', role = 'shop'] = process.argv.slice(2);
const socket = connect({ host: '127.0.0.1', port: Number(port) });
socket.on('error', () => process.exit(1));
if (role === 'shop') {
  socket.resume();
  socket.write('CLIENT SETNAME shop\r\n');
  let order = 0;
  setInterval(() => {
    order += 1;
    socket.write(`SET order:${order}:unpaid 1 EX 3\r\n`);
  }, 300);
} else {
  socket.write('CLIENT SETNAME order-canceller\r\nPSUBSCRIBE __keyevent@0__:expired\r\n');
  socket.on('data', (chunk) => {
    for (const [, order] of chunk.toString('latin1').matchAll(/order:(\d+):unpaid/g)) console.log(`cancelled ${order}`);
  });
}
