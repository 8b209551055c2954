/** Publishes orders with confirms as the user svc-checkout, connects anew when it was refused, and answers /health: `node checkout.mjs PORT FILE`. */

import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const { connect } = createRequire(`${process.env.LAB_LIB}/x.mjs`)('amqplib');
const [port = '0', file = ''] = process.argv.slice(2);
const { hostname, port: brokerPort } = new URL(process.env.RABBIT_URL ?? '');
const tell = (text) => console.log(`${new Date().toISOString()} ${text}`);
const later = (ms) => new Promise((done) => setTimeout(done, ms));

async function publish() {
  const address = { protocol: 'amqp', hostname, port: Number(brokerPort), username: 'svc-checkout', password: 'checkout-secret' };
  const connection = await connect(address, { clientProperties: { connection_name: 'svc-checkout' } });
  let broken;
  connection.on('error', (error) => (broken = error));
  const channel = await connection.createConfirmChannel();
  channel.on('error', (error) => (broken = error));
  while (broken === undefined) {
    channel.publish('shop.orders', 'order.created', Buffer.from('an order'), { persistent: true });
    await Promise.race([channel.waitForConfirms(), later(3_000)]).catch((error) => (broken ??= error));
    if (broken === undefined) appendFileSync(file, 'confirmed\n');
    await later(100);
  }
  await connection.close().catch(() => undefined);
  throw broken;
}

createServer((_request, response) => response.end('{"status":"UP"}')).listen(Number(port), '127.0.0.1', () =>
  tell('INFO  checkout started'),
);
for (;;) {
  await publish().catch((error) => tell(`ERROR order event was not published, will retry: ${error.message}`));
  await later(2_000);
}
