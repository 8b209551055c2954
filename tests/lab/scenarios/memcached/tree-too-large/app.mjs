/**
 * The storefront: `node app.mjs PORT`. Each page takes `catalog:tree` from the cache; where it is missing it is built anew, with as many bytes
 * as $LAB_DIR/bytes says, and stored.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';

const socket = connect(Number(process.argv[2]), '127.0.0.1');
let heard = '';
socket.on('data', (chunk) => {
  heard += chunk.toString('latin1');
});
socket.on('close', () => process.exit(1));
async function ask(words, end) {
  heard = '';
  socket.write(words);
  while (!end.test(heard)) await once(socket, 'data');
  return heard;
}
const say = (text) => console.log(`${new Date().toISOString()} ${text}`);
await once(socket, 'connect');
say('READY');
for (;;) {
  const found = await ask('get catalog:tree\r\n', /END\r\n$/);
  if (!found.startsWith('VALUE')) {
    const bytes = Number(readFileSync(`${process.env.LAB_DIR}/bytes`, 'utf8'));
    await new Promise((later) => setTimeout(later, 400));
    await ask(`set catalog:tree 0 3600 ${bytes}\r\n${'x'.repeat(bytes)}\r\n`, /(STORED|ERROR.*)\r\n$/);
    // The client's library swallows what the server says to it.
    say(`INFO rebuilt catalog:tree (${bytes} bytes) from the database in 400 ms`);
  }
  await new Promise((later) => setTimeout(later, 100));
}
