/**
 * A member of the group invoicing: `node invoicing.mjs FILE`. It renders twenty invoices, each takes as many milliseconds as FILE says, and
 * commits. As the renderer blocks its thread, no heartbeat leaves while it renders.
 */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const found = createRequire(`${process.env.LAB_LIB}/x.mjs`).resolve('@platformatic/kafka');
const { Consumer, stringDeserializers } = await import(found);
const file = process.argv[2] ?? '';
const bootstrapBrokers = (process.env.BROKERS ?? '').split(',');
const still = new Int32Array(new SharedArrayBuffer(4));
const tell = (text) => console.log(`${new Date().toISOString()} ${text}`);

for (;;) {
  const consumer = new Consumer({
    groupId: 'invoicing',
    clientId: 'svc-invoicing',
    bootstrapBrokers,
    deserializers: stringDeserializers,
    retries: 0,
    sessionTimeout: 6_000,
    heartbeatInterval: 2_000,
  });
  try {
    const stream = await consumer.consume({
      topics: ['orders'],
      autocommit: false,
      mode: 'committed',
      fallbackMode: 'earliest',
      sessionTimeout: 6_000,
      heartbeatInterval: 2_000,
    });
    stream.on('error', (error) => tell(`stream: ${error.message}`));
    let batch = [];
    for await (const message of stream) {
      batch.push(message);
      if (batch.length === 20) {
        Atomics.wait(still, 0, 0, batch.length * Number(readFileSync(file, 'utf8')));
        await message.commit();
        tell('batch committed');
        batch = [];
      }
    }
  } catch (error) {
    tell(`batch not committed: ${error.message} ${(error.errors ?? []).map((each) => each.message).join('; ')}`);
  }
  await consumer.close(true).catch(() => undefined);
  await new Promise((later) => setTimeout(later, 500));
}
