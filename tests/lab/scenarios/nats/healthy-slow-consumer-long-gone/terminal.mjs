/** A terminal that subscribes to everything and is put to sleep, until the server closes it: `node terminal.mjs PORT`. */

import { once } from 'node:events';
import { connect } from 'node:net';

const port = Number(process.argv[2]);
const open = async (name) => {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'data');
  socket.write(`CONNECT ${JSON.stringify({ verbose: false, name, lang: 'cli', version: '1' })}\r\n`);
  return socket;
};

const terminal = await open('NATS CLI');
terminal.write('SUB load.> 1\r\n');
terminal.pause();
const load = await open('load-test');
const message = Buffer.concat([Buffer.from('PUB load.test 500000\r\n'), Buffer.alloc(500_000, 'x'), Buffer.from('\r\n')]);
for (let sent = 0; sent < 200; sent += 1) if (!load.write(message)) await once(load, 'drain');
await new Promise((later) => setTimeout(later, 5_000));
process.exit(0);
