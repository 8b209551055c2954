import { appendFileSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { connect } = createRequire(join(process.env.LAB_LIB, 'x.js'))('amqplib');
const log = (line) => appendFileSync(`${process.env.LAB_DIR}/invoice-worker.log`, `${new Date().toISOString()} ${line}\n`);
const { hostname, port } = new URL(process.env.RABBIT_URL);
const password = readFileSync(`${process.env.LAB_DIR}/password`, 'utf8');
const connection = await connect(
  { protocol: 'amqp', hostname, port: Number(port), username: process.env.RABBIT_LOGIN, password },
  { clientProperties: { connection_name: 'invoice-worker' } },
);
const channel = await connection.createChannel();
await channel.prefetch(8);
let inFlight = 0;
let number = 20300;
await channel.consume('invoices', async (message) => {
  if (message === null) return;
  number += 1;
  const invoice = number;
  inFlight += 1;
  log(`INFO invoice ${invoice}: asking pdf-service at 127.0.0.1:${process.env.LAB_PORT_2}`);
  const started = Date.now();
  const answer = await fetch(`http://127.0.0.1:${process.env.LAB_PORT_2}/render?invoice=${invoice}`).catch((error) => {
    log(`ERROR invoice ${invoice}: ${error.message}`);
  });
  inFlight -= 1;
  if (answer?.ok !== true) return channel.nack(message);
  await answer.text();
  log(`INFO invoice ${invoice}: pdf after ${Date.now() - started}ms, sent`);
  channel.ack(message);
});
createServer((_asked, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ status: 'ok', inFlight }));
}).listen(Number(process.env.LAB_PORT_1), '127.0.0.1', () => console.log('READY'));
