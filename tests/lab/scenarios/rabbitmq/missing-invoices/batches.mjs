// Billing: NAME QUEUE. A batch of 40 invoices every ten seconds, numbered.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { connect } = createRequire(`${process.env.LAB_LIB}/../../../package.json`)('amqplib');
const [name, queue] = process.argv.slice(2);
const { hostname, port } = new URL(process.env.RABBIT_URL);
const password = readFileSync(`${process.env.LAB_DIR}/password`, 'utf8');
const connection = await connect(
  { protocol: 'amqp', hostname, port: Number(port), username: process.env.RABBIT_LOGIN, password },
  { clientProperties: { connection_name: name } },
);
const channel = await connection.createConfirmChannel();
let number = 0;
const batch = async () => {
  for (let count = 0; count < 40; count += 1) {
    number += 1;
    channel.sendToQueue(queue, Buffer.from(`invoice ${number}`), { persistent: true });
  }
  await channel.waitForConfirms();
  console.log(`${new Date().toISOString()} batch published up to invoice ${number}, all confirmed`);
};
await batch();
setInterval(() => void batch(), 10_000);
console.log('READY');
