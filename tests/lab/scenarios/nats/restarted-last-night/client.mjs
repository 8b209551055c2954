import { connect } from 'node:net';

const [port] = process.argv.slice(2);
begin('stock-svc', 'SUB stock.> 1\r\n');
begin('order-svc', '', 'PUB stock.changed 2\r\nok\r\n');

function begin(name, first, again = '') {
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(`CONNECT ${JSON.stringify({ name, verbose: false, pedantic: false })}\r\n${first}PING\r\n`);
  socket.on('data', (data) => {
    if (String(data).includes('PING')) socket.write('PONG\r\n');
  });
  const timer = setInterval(() => {
    if (again !== '') socket.write(again);
  }, 200);
  socket.on('error', () => undefined);
  socket.on('close', () => {
    clearInterval(timer);
    setTimeout(() => begin(name, first, again), 1_000);
  });
}
