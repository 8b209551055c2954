// Publishes prices: PORT. Some 2 MB a second.
import { connect } from 'node:net';

const [port] = process.argv.slice(2);
const quotes = 'x'.repeat(20_000);
const socket = connect(Number(port), '127.0.0.1', () => {
  socket.write(`CONNECT ${JSON.stringify({ verbose: false, pedantic: false, name: 'price-feed', lang: 'node', version: '2.1.0' })}\r\n`);
  let sent = 0;
  setInterval(() => {
    sent += 1;
    socket.write(`PUB ticks.${['fx', 'metals', 'energy'][sent % 3]} ${quotes.length}\r\n${quotes}\r\n`);
  }, 10);
  console.log('READY');
});
socket.on('data', (said) => said.includes('PING') && socket.write('PONG\r\n'));
