/** A service that reads a topic: `node reader.mjs NAME GROUP TOPIC FILE` writes partition and offset of what it got. */

import { appendFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const found = createRequire(`${process.env.LAB_LIB}/x.mjs`).resolve('@platformatic/kafka');
const { Consumer, stringDeserializers } = await import(found);
const [clientId = '', groupId = '', topic = '', file = ''] = process.argv.slice(2);
const bootstrapBrokers = (process.env.BROKERS ?? '').split(',');

appendFileSync(file, '');
const consumer = new Consumer({ groupId, clientId, bootstrapBrokers, deserializers: stringDeserializers, retries: 20, retryDelay: 250 });
const stream = await consumer.consume({
  topics: [topic],
  autocommit: true,
  mode: 'committed',
  fallbackMode: 'earliest',
  sessionTimeout: 10_000,
  heartbeatInterval: 1_000,
});
stream.on('data', ({ partition, offset }) => appendFileSync(file, `${partition} ${offset}\n`));
console.log('READY');
