/** Fetches everything that is there every so many seconds: `node poll.mjs QUEUE SECONDS`. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { connect } = createRequire(`${process.env.LAB_LIB}/x.mjs`)('amqplib');
const [queue, seconds] = process.argv.slice(2);
const { hostname, port } = new URL(process.env.RABBIT_URL);
const password = readFileSync(`${process.env.LAB_DIR}/password`, 'utf8');
const connection = await connect(
  { protocol: 'amqp', hostname, port: Number(port), username: process.env.RABBIT_LOGIN, password },
  { clientProperties: { connection_name: 'svc-render' } },
);
const channel = await connection.createChannel();
console.log('READY');
for (;;) {
  let count = 0;
  for (let message = await channel.get(queue); message !== false; message = await channel.get(queue)) {
    channel.ack(message);
    count += 1;
    if (count > 500) break;
  }
  console.log(new Date().toISOString(), `rendered ${count}`);
  await new Promise((later) => setTimeout(later, Number(seconds) * 1000));
}
