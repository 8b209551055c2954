// The payments: twelve a second, as JSON. `node producer.mjs bad` sends the one record of the old terminal.
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.LAB_LIB}/app.js`);
const { Producer, stringSerializers } = require('@platformatic/kafka');
const producer = new Producer({
  clientId: 'pay-gateway',
  bootstrapBrokers: process.env.BROKERS.split(','),
  retries: 20,
  retryDelay: 250,
  serializers: stringSerializers,
});
if (process.argv[2] === 'bad') {
  await producer.send({
    messages: [{ topic: 'payments', key: 'terminal-0041', value: '<payment id="88" cents="1250"/>', partition: 1 }],
    acks: -1,
  });
  process.exit(0);
}
let count = 0;
setInterval(() => {
  const messages = Array.from({ length: 6 }, () => {
    count += 1;
    return {
      topic: 'payments',
      key: `terminal-${count % 50}`,
      value: JSON.stringify({ id: `p-${count}`, cents: 100 + (count % 900) }),
      partition: count % 3,
    };
  });
  void producer.send({ messages, acks: 1 }).catch(() => undefined);
}, 500);
