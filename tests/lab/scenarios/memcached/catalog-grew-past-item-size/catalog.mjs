// A shop that keeps its catalogue in memcached: node catalog.mjs PORT; $LAB_DIR/size says how large the catalogue is at the moment.
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';

const socket = connect(Number(process.argv[2]), '127.0.0.1');
let heard = '';
socket.on('data', (chunk) => {
  heard += chunk.toString('latin1');
});
socket.on('error', () => process.exit(1));
const later = (ms) => new Promise((done) => setTimeout(done, ms));
async function ask(words, end) {
  heard = '';
  socket.write(words);
  while (!end.test(heard)) await later(5);
  return heard;
}

for (let count = 0; ; count += 1) {
  const size = Number(readFileSync(`${process.env.LAB_DIR}/size`, 'utf8'));
  const found = await ask('get catalog:all\r\n', /END\r\n$/);
  if (!found.startsWith('VALUE catalog:all') || !found.includes(` ${size}\r\n`)) {
    const answer = await ask(`set catalog:all 0 0 ${size}\r\n${'c'.repeat(size)}\r\n`, /\r\n$/);
    console.log(answer.trim());
  }
  for (let other = 0; other < 4; other += 1) {
    const key = `price:${(count * 4 + other) % 200}`;
    if ((await ask(`get ${key}\r\n`, /END\r\n$/)) === 'END\r\n') await ask(`set ${key} 0 0 60\r\n${'p'.repeat(60)}\r\n`, /\r\n$/);
  }
  await later(400);
}
