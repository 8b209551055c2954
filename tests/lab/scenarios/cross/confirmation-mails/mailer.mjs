/** Sends a mail for each order that comes. `node mailer.mjs PORT` */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const { connect } = createRequire(`${process.env.LAB_LIB}/../../../package.json`)('amqplib');
const [port] = process.argv.slice(2);
const log = (level, text) => console.log(`${new Date().toISOString()} ${level} mailer ${text}`);
const { hostname, port: brokerPort } = new URL(process.env.RABBIT_URL);
const password = readFileSync(`${process.env.LAB_DIR}/password`, 'utf8');
const connection = await connect(
  { protocol: 'amqp', hostname, port: Number(brokerPort), username: process.env.RABBIT_LOGIN, password },
  { clientProperties: { connection_name: 'mailer' } },
);
const channel = await connection.createChannel();
await channel.assertQueue('order-confirmations', { durable: true });
await channel.prefetch(10);
let sent = 0;
await channel.consume('order-confirmations', (message) => {
  sent += 1;
  if (sent % 5 === 0) log('INFO', `${sent} confirmations sent since start`);
  channel.ack(message);
});
createServer((asked, response) => response.end(asked.url === '/metrics' ? `mails_sent_total ${sent}\n` : 'ok')).listen(
  Number(port),
  '127.0.0.1',
  () => log('INFO', 'waiting for orders'),
);
