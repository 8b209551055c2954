/** node send.mjs once|forever: a thumbnail to the topic images; `once` fails when it is refused. */

import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const found = createRequire(`${process.env.LAB_LIB}/`).resolve('@platformatic/kafka');
const { Producer, stringSerializers } = await import(pathToFileURL(found).href);
const producer = new Producer({
  clientId: 'svc-thumbnailer',
  bootstrapBrokers: process.env.BROKERS.split(','),
  retries: 0,
  serializers: stringSerializers,
});
const send = () => producer.send({ messages: [{ topic: 'images', key: 'p', value: randomBytes(4_500).toString('base64') }], acks: -1 });
if (process.argv[2] === 'once') {
  setTimeout(() => process.exit(1), 8_000);
  await send().then(
    () => process.exit(0),
    () => process.exit(1),
  );
}
await send();
setInterval(() => void send().catch(() => undefined), 500);
console.log('READY');
