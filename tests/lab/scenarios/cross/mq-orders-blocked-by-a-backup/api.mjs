// Publishes each order, and answers when the broker has it.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const { connect } = createRequire(`${process.env.LAB_LIB}/rabbit-app.mjs`)('amqplib');
const { hostname, port } = new URL(process.env.RABBIT_URL);
const password = readFileSync(`${process.env.LAB_DIR}/password`, 'utf8');
const connection = await connect(
  { protocol: 'amqp', hostname, port: Number(port), username: process.env.RABBIT_LOGIN, password },
  { clientProperties: { connection_name: 'svc-checkout' } },
);
const channel = await connection.createConfirmChannel();
createServer((_asked, response) => {
  const say = (code, text) => {
    if (response.writableEnded) return;
    response.writeHead(code, { 'content-type': 'application/json' });
    response.end(text);
  };
  const late = setTimeout(() => say(503, '{"error":"order not accepted in time"}'), 1_500);
  channel.sendToQueue('orders', Buffer.from('an order'), {}, (error) => {
    clearTimeout(late);
    say(error ? 503 : 200, error ? '{"error":"refused"}' : '{"status":"accepted"}');
  });
}).listen(Number(process.env.LAB_PORT_1), '127.0.0.1', () => console.log('READY'));
