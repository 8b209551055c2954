// An invoice for each order; commits after each. An order that is no JSON is not foreseen.
import { createRequire } from 'node:module';

const { Consumer, stringDeserializers } = createRequire(`${process.env.LAB_LIB}/kafka-app.mjs`)('@platformatic/kafka');
const consumer = new Consumer({
  groupId: 'invoices',
  clientId: 'svc-invoices',
  bootstrapBrokers: process.env.BROKERS.split(','),
  retries: 20,
  retryDelay: 250,
  deserializers: stringDeserializers,
});
const stream = await consumer.consume({
  topics: ['orders'],
  autocommit: false,
  mode: 'committed',
  fallbackMode: 'earliest',
  sessionTimeout: 6_000,
});
console.log('READY');
stream.on('error', (error) => {
  console.error(String(error));
  process.exit(1);
});
for await (const message of stream) {
  JSON.parse(message.value);
  await message.commit();
}
