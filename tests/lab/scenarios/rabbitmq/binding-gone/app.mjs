// `app.mjs setup`, `app.mjs bind KEY`, `app.mjs publish KEY_FILE`, `app.mjs consume`. order-api logs as Monolog, warehouse as zap's console.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.LAB_LIB}/app.js`);
const { connect } = require('amqplib');
const [what, given] = process.argv.slice(2);
const { hostname, port } = new URL(process.env.RABBIT_URL);
const connection = await connect(
  {
    protocol: 'amqp',
    hostname,
    port: Number(port),
    username: process.env.RABBIT_LOGIN,
    password: readFileSync(`${process.env.LAB_DIR}/password`, 'utf8'),
  },
  { clientProperties: { connection_name: what === 'publish' ? 'order-api' : what === 'consume' ? 'warehouse' : 'setup' } },
);
connection.on('error', () => process.exit(1));
const channel = await connection.createChannel();
if (what === 'setup') {
  await channel.assertExchange('shop.events', 'topic', { durable: true });
  await channel.assertQueue('warehouse.orders', { durable: true });
}
if (what === 'setup' || what === 'bind') {
  await channel.bindQueue('warehouse.orders', 'shop.events', given);
  await connection.close();
  process.exit(0);
}
let count = 0;
if (what === 'publish') {
  setInterval(() => {
    count += 1;
    const key = readFileSync(given, 'utf8').trim();
    channel.publish('shop.events', key, Buffer.from(JSON.stringify({ order: 5000 + count })), { persistent: true });
    console.log(
      `[${new Date().toISOString().replace('Z', '000+00:00')}] app.INFO: Published {"exchange":"shop.events","routing_key":"${key}","order":${5000 + count}} []`,
    );
  }, 200);
} else {
  await channel.prefetch(20);
  await channel.consume('warehouse.orders', (message) => {
    channel.ack(message);
    console.log(`${new Date().toISOString()}\tINFO\twarehouse/consumer.go:61\torder received\t${message.content.toString()}`);
  });
  setInterval(
    () => console.log(`${new Date().toISOString()}\tDEBUG\twarehouse/consumer.go:33\theartbeat\t{"queue": "warehouse.orders"}`),
    5000,
  );
}
