// order-api: node server.mjs PORT; takes orders and hands them to the invoices by the queue invoice.render
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const { connect } = createRequire(`${process.env.LAB_LIB}/../../../package.json`)('amqplib');
const { hostname, port } = new URL(process.env.RABBIT_URL);
const password = readFileSync(`${process.env.LAB_DIR}/password`, 'utf8');
const connection = await connect(
  { protocol: 'amqp', hostname, port: Number(port), username: process.env.RABBIT_LOGIN, password },
  { clientProperties: { connection_name: 'order-api' } },
);
const channel = await connection.createConfirmChannel();
const log = (level, text) => console.log(`${new Date().toISOString()} ${level} order-api ${text}`);
let number = 70000;

createServer(async (asked, response) => {
  const say = (status, body) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  if (asked.method !== 'POST') return say(200, { status: 'ok' });
  number += 1;
  const order = number;
  try {
    await new Promise((done, failed) => {
      channel.sendToQueue('invoice.render', Buffer.from(JSON.stringify({ order })), { persistent: true }, (error) =>
        error ? failed(error) : done(),
      );
    });
    log('INFO', `order ${order} accepted`);
    say(201, { order });
  } catch (error) {
    log('ERROR', `order ${order} refused: publish was not confirmed (${error.message})`);
    say(503, { error: 'try again later' });
  }
}).listen(Number(process.argv[2]), '127.0.0.1', () => log('INFO', 'listening'));
