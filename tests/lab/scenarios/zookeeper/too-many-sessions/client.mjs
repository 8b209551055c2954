/** node client.mjs PORT FROM COUNT: so many sessions from that address; `check` instead of a count opens one, and fails when it is refused. */
import { connect } from 'node:net';

const [port, localAddress, count] = process.argv.slice(2);
const ask = Buffer.concat([
  Buffer.from([0, 0, 0, 44, 0, 0, 0, 0]),
  Buffer.alloc(8),
  Buffer.from([0, 0, 0x9c, 0x40]),
  Buffer.alloc(8),
  Buffer.from([0, 0, 0, 16]),
  Buffer.alloc(16),
]);
const ping = Buffer.from([0, 0, 0, 8, 0xff, 0xff, 0xff, 0xfe, 0, 0, 0, 11]);
const open = () =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port: Number(port), localAddress });
    socket.on('connect', () => socket.write(ask));
    socket.once('data', () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('close', () => resolve(false));
    const timer = setInterval(() => socket.writable && socket.write(ping), 10_000);
    timer.unref();
  });
if (count === 'check') {
  setTimeout(() => process.exit(1), 3_000);
  process.exit((await open()) ? 0 : 1);
}
for (let at = 0; at < Number(count); at += 1) await open();
console.log('READY');
// And still tries.
setInterval(() => void open(), 1_500);
