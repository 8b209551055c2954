// The refund worker: pays out what is in refunds, one after another, and ends at what it doesn't understand. Whoever watches it starts it again.
import { createRequire } from 'node:module';

const { Consumer, stringDeserializers } = createRequire(`${process.env.LAB_LIB}/../../../package.json`)('@platformatic/kafka');
const log = (level, words) => console.log(`${new Date().toISOString()} ${level} refund-worker ${words}`);
const consumer = new Consumer({
  groupId: 'refund-worker',
  clientId: 'refund-worker',
  bootstrapBrokers: process.env.BROKERS.split(','),
  retries: 10,
  retryDelay: 250,
  deserializers: stringDeserializers,
});
const stream = await consumer.consume({
  topics: ['refunds'],
  autocommit: false,
  mode: 'committed',
  fallbackMode: 'earliest',
  sessionTimeout: 10_000,
  heartbeatInterval: 1_000,
  maxWaitTime: 200,
});
log('INFO', 'started');
for await (const message of stream) {
  try {
    const { refund } = JSON.parse(message.value);
    if (Number(refund) % 20 === 0) log('INFO', `refund ${refund} paid out`);
    await message.commit();
  } catch (error) {
    log('ERROR', `refunds partition ${message.partition} offset ${message.offset}: ${error.message}; giving up`);
    await consumer.close(true).catch(() => undefined);
    process.exit(1);
  }
}
