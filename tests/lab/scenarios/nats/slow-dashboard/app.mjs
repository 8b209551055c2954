/**
 * Applications of NATS in its plain protocol: `node app.mjs PORT NAME publish SUBJECT PER_SECOND BYTES`, `… NAME read SUBJECT` (as fast as it
 * comes), `… NAME draw SUBJECT` (stands still for six seconds at a time while $LAB_DIR/slow is there). Who is cut off comes again after a second.
 */
import { existsSync } from 'node:fs';
import { connect } from 'node:net';

const [port = '0', name = '', work = '', subject = '', perSecond = '10', bytes = '100'] = process.argv.slice(2);
const say = (text) => console.log(`${new Date().toISOString()} ${text}`);

function open() {
  const socket = connect({ host: '127.0.0.1', port: Number(port) });
  socket.on('error', () => undefined);
  let timer;
  socket.on('connect', () => {
    socket.write(`CONNECT {"verbose":false,"pedantic":false,"lang":"node","version":"1.0.0","protocol":1,"name":"${name}"}\r\nPING\r\n`);
    say('READY');
    if (work === 'publish') {
      const message = `PUB ${subject} ${bytes}\r\n${'x'.repeat(Number(bytes))}\r\n`;
      timer = setInterval(() => socket.write(message.repeat(Math.max(1, Math.round(Number(perSecond) / 20)))), 50);
      socket.on('data', (chunk) => {
        if (chunk.includes('PING')) socket.write('PONG\r\n');
      });
      return;
    }
    socket.write(`SUB ${subject} 1\r\n`);
    let drawnAt = Date.now();
    socket.on('data', (chunk) => {
      if (chunk.includes('PING\r\n')) socket.write('PONG\r\n');
      if (work !== 'draw' || !existsSync(`${process.env.LAB_DIR}/slow`) || Date.now() - drawnAt < 2_000) return;
      // The charts are drawn, nothing is read meanwhile.
      socket.pause();
      setTimeout(() => {
        drawnAt = Date.now();
        socket.resume();
      }, 6_000);
    });
  });
  socket.on('close', () => {
    clearInterval(timer);
    say('WARN connection lost, connecting again in 1 s');
    setTimeout(open, 1_000);
  });
}
open();
