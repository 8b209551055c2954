// The enrichment: four consumers of the group enrich, each takes 25 ms for a message.
import { createRequire } from 'node:module';

const { Consumer, stringDeserializers } = createRequire(`${process.env.LAB_LIB}/../../../package.json`)('@platformatic/kafka');
for (const number of [1, 2, 3, 4]) {
  const consumer = new Consumer({
    groupId: 'enrich',
    clientId: `enrich-${number}`,
    bootstrapBrokers: process.env.BROKERS.split(','),
    retries: 10,
    retryDelay: 250,
    deserializers: stringDeserializers,
  });
  const stream = await consumer.consume({
    topics: ['clicks'],
    autocommit: 500,
    mode: 'committed',
    fallbackMode: 'earliest',
    sessionTimeout: 10_000,
    heartbeatInterval: 1_000,
    maxWaitTime: 200,
    maxBytes: 4_096,
  });
  void (async () => {
    for await (const _click of stream) await new Promise((later) => setTimeout(later, 25));
  })();
}
console.log('READY');
