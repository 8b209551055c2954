/** `node service.mjs PORT login|web DATABASE`: login makes sessions, web looks them up and prints each second how many it found. */

import { connect } from 'node:net';

const [port = '0', role = 'web', database = '0'] = process.argv.slice(2);
const socket = connect({ host: '127.0.0.1', port: Number(port) });
socket.on('error', () => process.exit(1));
socket.write(`CLIENT SETNAME ${role}\r\nSELECT ${database}\r\n`);
let asked = 0;
let found = 0;
socket.on('data', (chunk) => {
  found += chunk.toString('latin1').split('user-').length - 1;
});
let count = 0;
setInterval(() => {
  const now = Math.floor(Date.now() / 100);
  for (let index = 0; index < 3; index += 1) {
    if (role === 'login') {
      count += 1;
      socket.write(`SET session:${(now * 3 + index) % 3000} user-${count} EX 1800\r\n`);
    } else {
      asked += 1;
      socket.write(`GET session:${((now - 10) * 3 + index) % 3000}\r\n`);
    }
  }
}, 100);
setInterval(() => {
  if (role === 'web') console.log(`asked ${asked} found ${found}`);
  asked = 0;
  found = 0;
}, 1000);
