/** Five payments a second; one of a partner's when told to: `node producer.mjs [once TEXT]`. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const root = createRequire(`${process.env.LAB_LIB}/../../../package.json`);
const { Producer, stringSerializers } = await import(pathToFileURL(root.resolve('@platformatic/kafka')).href);
const [mode, text] = process.argv.slice(2);
const producer = new Producer({
  clientId: mode === 'once' ? 'svc-partner-import' : 'svc-payments',
  bootstrapBrokers: process.env.BROKERS.split(','),
  retries: 20,
  retryDelay: 250,
  serializers: stringSerializers,
});
const send = (partition, value) => producer.send({ messages: [{ topic: 'payments', partition, key: 'k', value }], acks: 1 });
if (mode === 'once') {
  await send(1, text);
  process.exit(0);
}
let count = 0;
setInterval(() => {
  count += 1;
  void send(count % 3, JSON.stringify({ id: `p-${90_000 + count}`, amount: 12.5 })).catch(() => undefined);
}, 200);
console.log('READY');
