/**
 * An application of memcached's. `node memcached-client.mjs PORT COMMAND` prints the answer to one command within two seconds;
 * `… PORT churn BYTES KEYS` reads and, where it misses, writes items of so many bytes below so many keys, without end.
 */

import { once } from 'node:events';
import { connect } from 'node:net';

const [port = '0', command = 'version', bytes = '1000', keys = '20000'] = process.argv.slice(2);
const socket = connect(Number(port), '127.0.0.1');
let heard = '';
socket.on('data', (chunk) => {
  heard += chunk.toString('latin1');
});
socket.on('error', () => process.exit(1));

async function ask(words) {
  heard = '';
  socket.write(`${words}\r\nversion\r\n`);
  while (!/VERSION .*\r\n$/.test(heard)) await once(socket, 'data');
  return heard.replace(/VERSION .*\r\n$/, '');
}

await once(socket, 'connect');
if (command === 'churn') {
  const value = 'x'.repeat(Number(bytes));
  for (;;) {
    const wanted = Array.from({ length: 40 }, () => `product:${Math.floor(Math.random() * Number(keys))}`);
    const found = await ask(`get ${wanted.join(' ')}`);
    const missed = wanted.filter((key) => !found.includes(`VALUE ${key} `));
    if (missed.length > 0) await ask(missed.map((key) => `set ${key} 0 0 ${bytes} noreply\r\n${value}`).join('\r\n'));
    await new Promise((later) => setTimeout(later, 20));
  }
}
setTimeout(() => process.exit(1), 2_000);
process.stdout.write(await ask(command));
process.exit(0);
