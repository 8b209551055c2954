/** The indexer of product-search: `node indexer.mjs`. Takes what changed from the topic and notes when it did so last. */

import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const found = createRequire(`${process.env.LAB_LIB}/../../../package.json`).resolve('@platformatic/kafka');
const { Consumer, stringDeserializers } = await import(pathToFileURL(found));
const consumer = new Consumer({
  groupId: 'search-indexer',
  clientId: 'search-indexer',
  bootstrapBrokers: (process.env.BROKERS ?? '').split(','),
  retries: 20,
  retryDelay: 250,
  deserializers: stringDeserializers,
});
const stream = await consumer.consume({
  topics: ['product-updates'],
  autocommit: true,
  mode: 'committed',
  fallbackMode: 'earliest',
  sessionTimeout: 10_000,
});
stream.on('error', () => process.exit(1));
stream.on('data', () => writeFileSync(`${process.env.LAB_DIR}/indexed`, String(Date.now())));
console.log('READY');
