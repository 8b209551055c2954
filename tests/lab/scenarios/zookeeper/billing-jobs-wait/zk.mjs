/** A session of ZooKeeper's from the batch machine's second address, 127.0.0.2: resolves once it is granted, rejects otherwise. */

import { connect } from 'node:net';

const int = (value) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const framed = (...parts) => {
  const body = Buffer.concat(parts);
  return Buffer.concat([int(body.length), body]);
};
const hello = framed(int(0), Buffer.alloc(8), int(10_000), Buffer.alloc(8), int(16), Buffer.alloc(16));

export function session(port) {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, localAddress: '127.0.0.2' });
    const fail = () => {
      socket.destroy();
      reject(new Error('no session'));
    };
    const timer = setTimeout(fail, 2_000);
    socket.on('error', fail);
    socket.on('close', fail);
    socket.on('connect', () => socket.write(hello));
    socket.once('data', () => {
      clearTimeout(timer);
      socket.resume();
      const pings = setInterval(() => socket.write(framed(int(-2), int(11))), 3_000);
      socket.on('close', () => clearInterval(pings));
      resolve({ close: () => socket.end(framed(int(1), int(-11))) });
    });
  });
}
