// A subscriber: PORT NAME PACE COUNT, where PACE is a file with how many KB it stores a second (0: at once), and COUNT one that it keeps, with
// the bytes that it stored so far. Comes back whenever it was cut off.
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';

const [port, name, pace, count] = process.argv.slice(2);
let stored = 0;
setInterval(() => writeFileSync(count, String(stored)), 500);
const log = (words) => console.log(`${new Date().toISOString()} ${name} ${words}`);
function begin() {
  const socket = connect(Number(port), '127.0.0.1', () => {
    socket.write(
      `CONNECT ${JSON.stringify({ verbose: false, pedantic: false, name, lang: 'node', version: '2.1.0' })}\r\nSUB ticks.> 1\r\nPING\r\n`,
    );
    log('connected');
  });
  socket.on('data', (chunk) => {
    stored += chunk.length;
    if (chunk.includes('PING\r\n')) socket.write('PONG\r\n');
    const kilobytes = Number(readFileSync(pace, 'utf8'));
    if (kilobytes > 0) {
      socket.pause();
      setTimeout(() => socket.resume(), chunk.length / kilobytes);
    }
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    log('connection closed, connecting again');
    setTimeout(begin, 1000);
  });
}
begin();
