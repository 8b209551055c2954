// node orders.mjs: 20 orders a second for ever; node orders.mjs bad: one that was cut short, to partition 1.
import { createRequire } from 'node:module';

const { Producer, stringSerializers } = createRequire(`${process.env.LAB_LIB}/kafka-app.mjs`)('@platformatic/kafka');
const producer = new Producer({
  clientId: 'svc-shop',
  bootstrapBrokers: process.env.BROKERS.split(','),
  retries: 20,
  retryDelay: 250,
  serializers: stringSerializers,
});
let sent = 0;
const send = (value, partition) => producer.send({ messages: [{ topic: 'orders', key: `o-${sent}`, value, partition }], acks: 1 });
if (process.argv[2] === 'bad') {
  await send('{"order":4711,"items":[{"sku":"A-1","qty":', 1);
  process.exit(0);
}
await send('{"order":0}', 0);
console.log('READY');
setInterval(() => {
  sent += 1;
  send(`{"order":${sent}}`, sent % 3).catch(() => undefined);
}, 50);
