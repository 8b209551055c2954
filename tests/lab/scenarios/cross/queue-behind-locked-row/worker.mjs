// Books each message in the database, one after the other; acknowledges when it is booked.
import { readFileSync } from 'node:fs';
import { connect } from 'amqplib';
import pg from 'pg';

const database = new pg.Client({
  host: '127.0.0.1',
  port: Number(process.env.LAB_PORT_1),
  user: 'app',
  database: 'shop',
  application_name: 'svc-booking',
});
await database.connect();
const { hostname, port } = new URL(process.env.RABBIT_URL);
const password = readFileSync(`${process.env.LAB_DIR}/password`, 'utf8');
const connection = await connect(
  { protocol: 'amqp', hostname, port: Number(port), username: process.env.RABBIT_LOGIN, password },
  { clientProperties: { connection_name: 'svc-booking' } },
);
const channel = await connection.createChannel();
await channel.assertQueue('orders');
await channel.prefetch(20);
await channel.consume('orders', async (message) => {
  await database.query('update stock set left_over = left_over - 1 where sku = 1');
  channel.ack(message);
});
console.log('READY');
