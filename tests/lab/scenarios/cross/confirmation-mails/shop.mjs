/** Takes an order a second and tells the mailer. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { connect } = createRequire(`${process.env.LAB_LIB}/../../../package.json`)('amqplib');
const { hostname, port } = new URL(process.env.RABBIT_URL);
const password = readFileSync(`${process.env.LAB_DIR}/password`, 'utf8');
const connection = await connect(
  { protocol: 'amqp', hostname, port: Number(port), username: process.env.RABBIT_LOGIN, password },
  { clientProperties: { connection_name: 'shop-orders' } },
);
const channel = await connection.createChannel();
await channel.assertQueue('order-confirmations', { durable: true });
let order = 88_000;
setInterval(() => {
  order += 1;
  channel.sendToQueue('order-confirmations', Buffer.from(JSON.stringify({ order })), { persistent: true });
}, 1_000);
console.log('READY');
