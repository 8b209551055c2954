// Handles orders; one in fifteen is not ready yet and waits ten seconds in the queue of retries.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { connect } = createRequire(`${process.env.LAB_LIB}/rabbit-app.mjs`)('amqplib');
const { hostname, port } = new URL(process.env.RABBIT_URL);
const password = readFileSync(`${process.env.LAB_DIR}/password`, 'utf8');
const connection = await connect(
  { protocol: 'amqp', hostname, port: Number(port), username: process.env.RABBIT_LOGIN, password },
  { clientProperties: { connection_name: 'svc-orders' } },
);
const channel = await connection.createChannel();
await channel.prefetch(20);
let count = 0;
await channel.consume('orders', (message) => {
  count += 1;
  if (count % 15 === 0) channel.sendToQueue('orders.retry.10s', message.content, { persistent: true });
  channel.ack(message);
});
console.log('READY');
