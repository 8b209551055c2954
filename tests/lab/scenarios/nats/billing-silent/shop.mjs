// The shop: PORT PASSWORD_FILE RELEASE. Publishes three orders a second; from 5.0 on as orders.v2.
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';

const [port, password, release] = process.argv.slice(2);
const socket = connect(Number(port), '127.0.0.1', () => {
  socket.write(
    `CONNECT ${JSON.stringify({ verbose: false, pedantic: false, name: 'shop-web', user: 'shop', pass: readFileSync(password, 'utf8'), lang: 'node', version: release })}\r\n`,
  );
  const subject = release.startsWith('5.') ? 'orders.v2.created' : 'orders.v1.created';
  let sent = 0;
  setInterval(() => {
    sent += 1;
    const order = JSON.stringify({ order: sent });
    socket.write(`PUB ${subject} ${order.length}\r\n${order}\r\n`);
  }, 333);
  console.log('READY');
});
// Fire and forget: what the server says to it interests nobody.
socket.on('data', (said) => said.includes('PING') && socket.write('PONG\r\n'));
