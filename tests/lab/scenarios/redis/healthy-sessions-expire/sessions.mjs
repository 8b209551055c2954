/** `node sessions.mjs PORT`: guests come and go, each with a short session that is read a few times. */

import { connect } from 'node:net';

const [port = '0'] = process.argv.slice(2);
const socket = connect({ host: '127.0.0.1', port: Number(port) });
socket.on('error', () => process.exit(1));
socket.resume();
socket.write('CLIENT SETNAME web\r\n');
let guest = 0;
setInterval(() => {
  for (let index = 0; index < 20; index += 1) {
    guest += 1;
    socket.write(`SET guest:${guest} visiting EX ${8 + (guest % 9)}\r\nGET guest:${Math.max(1, guest - 100)}\r\n`);
  }
}, 100);
