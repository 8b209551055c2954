import { connect } from 'node:net';

const [port, keep] = process.argv.slice(2);
const kept = [];
setInterval(() => {
  const socket = connect(Number(port), '127.0.0.1', () => socket.write('HELLO th-1042\r\n'));
  socket.on('error', () => undefined);
  if (keep === 'keep') kept.push(socket);
  else setTimeout(() => socket.destroy(), 3000);
}, 250);
