/**
 * Opens connections and keeps them: `node hold-connections.mjs PORT COUNT [GREETING]`. GREETING is sent on each (`\r\n` is written as in C).
 * Prints READY when all are open or the server takes no more.
 */

import { connect } from 'node:net';

const [port = '0', count = '0', greeting = ''] = process.argv.slice(2);
const words = greeting.replaceAll('\\r', '\r').replaceAll('\\n', '\n');

for (let index = 0; index < Number(count); index += 1) await open();
console.log('READY');
setInterval(() => undefined, 60_000);

/** Settled once it was answered, refused or nothing came for a while. */
function open() {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port: Number(port) });
    const timer = setTimeout(resolve, 300);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    socket.on('error', done);
    socket.on('data', done);
    socket.on('close', done);
    socket.on('connect', () => (words === '' ? done() : socket.write(words)));
  });
}
