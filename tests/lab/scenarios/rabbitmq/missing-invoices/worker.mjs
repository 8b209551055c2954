// A worker: NAME QUEUE PREFETCH MS. Takes messages, writes down each, and acknowledges it MS later.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { connect } = createRequire(`${process.env.LAB_LIB}/../../../package.json`)('amqplib');
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
await channel.prefetch(Number(prefetch));
await channel.consume(queue, (message) => {
  if (message === null) return;
  setTimeout(() => {
    console.log(`${new Date().toISOString()} done ${message.content}`);
    channel.ack(message);
  }, Number(ms));
});
console.log('READY');
