// The web site: 80 clicks a second, keyed by visitor. RELEASE is a file with the release that runs; from 7.4 on the visitor isn't known yet.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { Producer, stringSerializers } = createRequire(`${process.env.LAB_LIB}/../../../package.json`)('@platformatic/kafka');
const [release] = process.argv.slice(2);
const producer = new Producer({
  clientId: 'web-site',
  bootstrapBrokers: process.env.BROKERS.split(','),
  retries: 10,
  retryDelay: 250,
  serializers: stringSerializers,
});
let sent = 0;
setInterval(() => {
  const isNew = readFileSync(release, 'utf8').startsWith('7.4');
  const messages = Array.from({ length: 16 }, () => {
    sent += 1;
    return { topic: 'clicks', key: isNew ? 'undefined' : `visitor-${sent}`, value: '{"page":"/offers"}' };
  });
  void producer.send({ messages, acks: 1 }).catch(() => undefined);
}, 200);
console.log('READY');
