// Prices of 55 000 products: written once, read all the time.

import { once } from 'node:events';
import { connect } from 'node:net';

const socket = connect(Number(process.argv[2]), '127.0.0.1');
let heard = '';
socket.on('data', (chunk) => {
  heard += chunk.toString('latin1');
});
const ask = async (words) => {
  heard = '';
  socket.write(`${words}\r\nversion\r\n`);
  while (!/VERSION .*\r\n$/.test(heard)) await once(socket, 'data');
};
const total = 55000;
for (let at = 0; at < total; at += 200)
  await ask(Array.from({ length: 200 }, (_, more) => `set price:${at + more} 0 0 1040 noreply\r\n${'p'.repeat(1040)}`).join('\r\n'));
console.log('READY');
for (;;) {
  await ask(`get ${Array.from({ length: 10 }, () => `price:${Math.floor(Math.random() * total)}`).join(' ')}`);
  await new Promise((later) => setTimeout(later, 40));
}
