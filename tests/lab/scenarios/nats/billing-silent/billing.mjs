// Billing: PORT PASSWORD_FILE. Writes down every order that it gets, of whichever version.
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';

const [port, password] = process.argv.slice(2);
const socket = connect(Number(port), '127.0.0.1', () => {
  socket.write(
    `CONNECT ${JSON.stringify({ verbose: false, pedantic: false, name: 'billing', user: 'billing', pass: readFileSync(password, 'utf8'), lang: 'node', version: '2.2.0' })}\r\nSUB orders.v1.> 1\r\nSUB orders.v2.> 2\r\n`,
  );
  console.log('READY');
});
socket.on('data', (said) => {
  if (said.includes('PING')) socket.write('PONG\r\n');
  for (const [, order] of said.toString().matchAll(/\{"order":(\d+)\}/g)) console.log(`${new Date().toISOString()} billed order ${order}`);
});
