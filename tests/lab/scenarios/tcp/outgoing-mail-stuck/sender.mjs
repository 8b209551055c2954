import { connect } from 'node:net';

const port = Number(process.argv[2]);
setInterval(() => {
  const socket = connect(port, '127.0.0.1');
  const words = [
    'EHLO shop',
    'MAIL FROM:<noreply@shop.example>',
    'RCPT TO:<a@kunde.example>',
    'DATA',
    'Subject: order\r\n\r\nThank you\r\n.',
    'QUIT',
  ];
  socket.on('error', () => undefined);
  socket.on('data', () => {
    const next = words.shift();
    if (next) socket.write(`${next}\r\n`);
  });
}, 700);
