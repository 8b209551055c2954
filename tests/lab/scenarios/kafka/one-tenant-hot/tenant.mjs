/** A tenant's events, all with its name as the key: `node tenant.mjs TOPIC KEY AT_ONCE PER_SECOND`. */
import { createRequire } from 'node:module';

const { Producer, stringSerializers } = createRequire(`${process.env.LAB_LIB}/x.mjs`)('@platformatic/kafka');
const [topic, key, atOnce, perSecond] = process.argv.slice(2);
const producer = new Producer({
  clientId: 'svc-parcels',
  bootstrapBrokers: process.env.BROKERS.split(','),
  retries: 20,
  retryDelay: 250,
  serializers: stringSerializers,
});
const send = (count) =>
  producer.send({ messages: Array.from({ length: count }, () => ({ topic, key, value: '{"event":"scanned"}' })), acks: 1 });
await send(Number(atOnce));
console.log('READY');
setInterval(() => void send(Math.max(1, Number(perSecond) / 2)).catch(() => undefined), 500);
