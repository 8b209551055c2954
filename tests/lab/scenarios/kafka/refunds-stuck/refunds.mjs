// The shop: six refunds a second, over the three partitions of refunds. With `once TEXT` one message to partition 1. With `old` two thousand.
import { createRequire } from 'node:module';

const { Producer, stringSerializers } = createRequire(`${process.env.LAB_LIB}/../../../package.json`)('@platformatic/kafka');
const [what, text] = process.argv.slice(2);
const producer = new Producer({
  clientId: 'svc-shop',
  bootstrapBrokers: process.env.BROKERS.split(','),
  retries: 10,
  retryDelay: 250,
  serializers: stringSerializers,
});
let sent = what === 'old' ? 0 : 10_000;
const some = (count) =>
  Array.from({ length: count }, () => {
    sent += 1;
    return { topic: 'refunds', key: String(sent), value: JSON.stringify({ refund: sent }), partition: sent % 3 };
  });
if (what === 'once') {
  await producer.send({ messages: [{ topic: 'refunds', key: 'r-88121', value: text, partition: 1 }], acks: -1 });
  process.exit(0);
}
if (what === 'old') {
  for (let batch = 0; batch < 10; batch += 1) await producer.send({ messages: some(200), acks: -1 });
  process.exit(0);
}
setInterval(() => void producer.send({ messages: some(3), acks: -1 }).catch(() => undefined), 500);
console.log('READY');
