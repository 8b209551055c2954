/**
 * `node app.mjs shop` sends an order for an invoice every half second; `node app.mjs mailer` mails them, one after the other, and puts back what it can't
 * render; `node app.mjs odd` sends one that can't be rendered.
 */

import { appendFileSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { connect } = createRequire(`${process.env.LAB_LIB}/../../../package.json`)('amqplib');
const { hostname, port } = new URL(process.env.RABBIT_URL ?? '');
const password = readFileSync(`${process.env.LAB_DIR}/password`, 'utf8');
const work = process.argv[2] ?? '';
const name = { shop: 'svc-shop', odd: 'svc-shop', mailer: 'svc-invoice-mailer' }[work];
const address = { protocol: 'amqp', hostname, port: Number(port), username: process.env.RABBIT_LOGIN, password };
const connection = await connect(address, { clientProperties: { connection_name: name } });
connection.on('error', () => process.exit(1));
connection.on('close', () => process.exit(1));
const queue = 'invoices.mail';

if (work === 'mailer') {
  const channel = await connection.createChannel();
  await channel.prefetch(1);
  await channel.consume(queue, (message) => {
    if (message === null) return;
    setTimeout(() => {
      try {
        const { order, customer } = JSON.parse(message.content.toString());
        appendFileSync(`${process.env.LAB_DIR}/mailed.log`, `${order} to ${customer.address}\n`);
        channel.ack(message);
      } catch {
        channel.nack(message, false, true);
      }
    }, 60);
  });
} else {
  const channel = await connection.createConfirmChannel();
  await channel.assertQueue(queue);
  let order = 5_000;
  const send = (customer) => {
    order += 1;
    channel.sendToQueue(queue, Buffer.from(JSON.stringify({ order, customer })), { persistent: true });
  };
  if (work === 'odd') {
    send(null);
    await channel.waitForConfirms();
    process.exit(0);
  }
  setInterval(() => send({ address: `c${order % 300}@example.com` }), 500);
}
console.log('READY');
