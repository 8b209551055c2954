// node busy.mjs PORT: changes one big node until the server has no place for it.
import { once } from 'node:events';
import { connect } from 'node:net';

const int = (value) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const blob = (value) => Buffer.concat([int(value.length), value]);
const framed = (...parts) => blob(Buffer.concat(parts));
const socket = connect(Number(process.argv[2]), '127.0.0.1');
socket.on('error', () => process.exit(0));
socket.on('close', () => process.exit(0));
setTimeout(() => process.exit(1), 60_000);
await once(socket, 'connect');
socket.write(framed(int(0), Buffer.alloc(8), int(20_000), Buffer.alloc(8), blob(Buffer.alloc(16))));
await once(socket, 'data');
for (let count = 1; ; count += 1) {
  socket.write(framed(int(count), int(5), blob(Buffer.from('/config/item-0')), blob(Buffer.alloc(200_000, String(count % 10))), int(-1)));
  await once(socket, 'data');
}
