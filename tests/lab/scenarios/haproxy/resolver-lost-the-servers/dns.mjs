// A name server of few lines: A records for app.shop.internal while the file says so, else NXDOMAIN.
import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';

const socket = createSocket('udp4');
socket.on('message', (asked, from) => {
  let end = 12;
  while (asked[end] !== 0) end += asked[end] + 1;
  const question = asked.subarray(12, end + 5);
  const type = asked.readUInt16BE(end + 1);
  const known = readFileSync(process.argv[3], 'utf8').trim() === 'known';
  const head = Buffer.alloc(12);
  asked.copy(head, 0, 0, 2);
  head.writeUInt16BE(known ? 0x8580 : 0x8583, 2);
  head.writeUInt16BE(1, 4);
  const answer = known && type === 1;
  head.writeUInt16BE(answer ? 1 : 0, 6);
  const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, 127, 0, 0, 1]);
  socket.send(Buffer.concat(answer ? [head, question, record] : [head, question]), from.port, from.address);
});
socket.bind(Number(process.argv[2]), '127.0.0.1', () => console.log('READY'));
