import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const found = createRequire(`${process.env.LAB_LIB}/`).resolve('@platformatic/kafka');
const { Producer, stringSerializers } = await import(pathToFileURL(found).href);
const producer = new Producer({
  clientId: 'bi-exporter',
  bootstrapBrokers: process.env.BROKERS.split(','),
  serializers: stringSerializers,
});
let sent = 0;
const burst = () => {
  const messages = Array.from({ length: 600 }, () => {
    sent += 1;
    return { topic: 'bi.rows', key: String(sent), value: 'a row', partition: sent % 3 };
  });
  return producer.send({ messages, acks: -1 });
};
await burst();
setInterval(() => void burst().catch(() => undefined), 20_000);
console.log('READY');
