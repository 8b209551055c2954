/** Writes round and round over so many keys: `node redis-writer.mjs PORT BYTES PER_SECOND KEYS`. */

import { connect } from 'node:net';

const [port = '0', bytes = '100', perSecond = '100', keys = '1000'] = process.argv.slice(2);
const value = 'x'.repeat(Number(bytes));
const socket = connect({ host: '127.0.0.1', port: Number(port) });
socket.on('error', () => process.exit(1));
socket.resume();
const perRound = Math.max(1, Math.round(Number(perSecond) / 20));
let count = 0;
setInterval(() => {
  for (let index = 0; index < perRound; index += 1) {
    count += 1;
    socket.write(`SET item:${count % Number(keys)} ${value}\r\n`);
  }
}, 50);
