/** A web server that looks products up and fills what it misses: `node web.mjs PORT PRODUCTS`; says WARM once all are there. */
import { once } from 'node:events';
import { connect } from 'node:net';

const [port, products] = process.argv.slice(2).map(Number);
const socket = connect(port, '127.0.0.1');
socket.on('error', () => process.exit(1));
let heard = '';
socket.on('data', (chunk) => (heard += chunk.toString('latin1')));
async function ask(words) {
  heard = '';
  socket.write(`${words}\r\nversion\r\n`);
  while (!/VERSION .*\r\n$/.test(heard)) await once(socket, 'data');
  return heard;
}
const value = 'p'.repeat(700);
const put = (keys) => ask(keys.map((key) => `set ${key} 0 3600 700 noreply\r\n${value}`).join('\r\n'));
for (let from = 0; from < products; from += 100) await put(Array.from({ length: 100 }, (_, index) => `product:${from + index}`));
console.log('WARM');
for (;;) {
  const wanted = Array.from({ length: 10 }, () => `product:${Math.floor(Math.random() * products)}`);
  const found = await ask(`get ${wanted.join(' ')}`);
  const missed = wanted.filter((key) => !found.includes(`VALUE ${key} `));
  if (missed.length > 0) await put(missed);
  await new Promise((later) => setTimeout(later, 70));
}
