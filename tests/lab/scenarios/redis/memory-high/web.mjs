/** Many web servers that read pages: `node web.mjs PORT PAGES CONNECTIONS`; one page in a hundred is made anew. */
import { connect } from 'node:net';

const [port, pages, count] = process.argv.slice(2).map(Number);
const page = 'q'.repeat(1500);
const sockets = Array.from({ length: count }, () => {
  const socket = connect(port, '127.0.0.1');
  socket.resume();
  socket.on('error', () => process.exit(1));
  return socket;
});
console.log('READY');
let turn = 0;
setInterval(() => {
  for (let each = 0; each < 20; each += 1) {
    turn += 1;
    const key = `page:${1 + ((turn * 7919) % pages)}`;
    sockets[turn % count].write(turn % 100 === 0 ? `SET ${key} ${page} EX 3000\r\n` : `GET ${key}\r\n`);
  }
}, 50);
