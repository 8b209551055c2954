// node worker.mjs NAME QUEUE PREFETCH MS: handles one message after the other, each MS milliseconds.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { connect } = createRequire(`${process.env.LAB_LIB}/rabbit-app.mjs`)('amqplib');
const [name, queue, prefetch, ms] = process.argv.slice(2);
const { hostname, port } = new URL(process.env.RABBIT_URL);
const password = readFileSync(`${process.env.LAB_DIR}/password`, 'utf8');
const connection = await connect(
  { protocol: 'amqp', hostname, port: Number(port), username: process.env.RABBIT_LOGIN, password },
  { clientProperties: { connection_name: name } },
);
connection.on('error', () => process.exit(1));
connection.on('close', () => process.exit(1));
const channel = await connection.createChannel();
if (prefetch !== '0') await channel.prefetch(Number(prefetch));
const waiting = [];
await channel.consume(queue, (message) => message && waiting.push(message));
console.log('READY');
for (;;) {
  const message = waiting.shift();
  await new Promise((later) => setTimeout(later, message ? Number(ms) : 50));
  if (message) channel.ack(message);
}
