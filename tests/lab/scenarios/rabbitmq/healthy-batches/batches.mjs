/** So many messages at once, every so many seconds: `node batches.mjs QUEUE COUNT SECONDS`. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { connect } = createRequire(`${process.env.LAB_LIB}/x.mjs`)('amqplib');
const [queue, count, seconds] = process.argv.slice(2);
const { hostname, port } = new URL(process.env.RABBIT_URL);
const password = readFileSync(`${process.env.LAB_DIR}/password`, 'utf8');
const connection = await connect(
  { protocol: 'amqp', hostname, port: Number(port), username: process.env.RABBIT_LOGIN, password },
  { clientProperties: { connection_name: 'svc-importer' } },
);
const channel = await connection.createConfirmChannel();
console.log('READY');
for (;;) {
  for (let sent = 0; sent < Number(count); sent += 1) channel.sendToQueue(queue, Buffer.from(`article ${sent}`));
  await channel.waitForConfirms();
  await new Promise((later) => setTimeout(later, Number(seconds) * 1000));
}
