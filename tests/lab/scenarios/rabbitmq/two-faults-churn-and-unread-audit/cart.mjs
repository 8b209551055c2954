// node cart.mjs PER_SECOND: as a PHP page does, a connection for each message.
import { createRequire } from 'node:module';

const { connect } = createRequire(`${process.env.LAB_LIB}/rabbit-app.mjs`)('amqplib');
const { hostname, port } = new URL(process.env.RABBIT_URL);
const page = async () => {
  const connection = await connect(
    { protocol: 'amqp', hostname, port: Number(port), username: 'cart', password: 'of-the-cart' },
    { clientProperties: { connection_name: 'php-cart' } },
  );
  const channel = await connection.createConfirmChannel();
  channel.sendToQueue('carts', Buffer.from('a cart'));
  await channel.waitForConfirms();
  await connection.close();
};
await page();
console.log('READY');
setInterval(() => void page().catch(() => undefined), 1_000 / Number(process.argv[2]));
