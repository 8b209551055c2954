// The audit service and the order service: a few messages a second to all partitions of audit-trail and orders.
import { createRequire } from 'node:module';

const { Producer, stringSerializers } = createRequire(`${process.env.LAB_LIB}/../../../package.json`)('@platformatic/kafka');
let sent = 0;
for (const [clientId, topic, partitions] of [
  ['audit', 'audit-trail', 4],
  ['order-service', 'orders', 2],
]) {
  const producer = new Producer({
    clientId,
    bootstrapBrokers: process.env.BROKERS.split(','),
    retries: 1,
    retryDelay: 500,
    timeout: 3_000,
    serializers: stringSerializers,
  });
  setInterval(() => {
    sent += 1;
    void producer
      .send({ messages: [{ topic, key: String(sent), value: 'a record', partition: sent % partitions }], acks: 1 })
      .catch(() => console.log(`${new Date().toISOString()} ${topic}: not written`));
  }, 400);
}
console.log('READY');
