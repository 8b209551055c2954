/** A name server of few lines: every A question is answered with its own address. */
import { createSocket } from 'node:dgram';

const [address] = process.argv.slice(2);
const socket = createSocket('udp4');
socket.on('message', (asked, from) => {
  let end = 12;
  while (asked[end] !== 0) end += asked[end] + 1;
  const question = asked.subarray(12, end + 5);
  const isA = asked.readUInt16BE(end + 1) === 1;
  const head = Buffer.from(asked.subarray(0, 12));
  head.writeUInt16BE(0x8580, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(isA ? 1 : 0, 6);
  head.writeUInt16BE(0, 8);
  head.writeUInt16BE(0, 10);
  const record = Buffer.concat([Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 5, 0, 4]), Buffer.from(address.split('.').map(Number))]);
  socket.send(isA ? Buffer.concat([head, question, record]) : Buffer.concat([head, question]), from.port, from.address);
});
socket.bind(53, address, () => console.log('READY'));
