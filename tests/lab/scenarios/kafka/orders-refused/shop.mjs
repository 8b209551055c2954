// The order service: orders of one to ten articles, 300 bytes each, to orders, and small messages to carts. With `once` one large order.
import { createRequire } from 'node:module';

const { Producer, stringSerializers } = createRequire(`${process.env.LAB_LIB}/../../../package.json`)('@platformatic/kafka');
const producer = new Producer({
  clientId: 'order-service',
  bootstrapBrokers: process.env.BROKERS.split(','),
  retries: 0,
  serializers: stringSerializers,
});
const log = (level, words) => console.log(`${new Date().toISOString()} ${level} order-service ${words}`);
const order = (articles) =>
  JSON.stringify({ articles: Array.from({ length: articles }, (_, at) => ({ sku: `b-${at}`, text: 'boots '.repeat(45) })) });
const write = (topic, key, value) => producer.send({ messages: [{ topic, key, value }], acks: -1 });
if (process.argv[2] === 'once') {
  setTimeout(() => process.exit(1), 8_000);
  await write('orders', 'check', order(8)).then(
    () => process.exit(0),
    () => process.exit(1),
  );
}
const codes = (error) =>
  [error.apiId ?? '', error.message, ...(error.errors ?? []).map((each) => codes(each))].filter((each) => each !== '').join(': ');
let sent = 0;
setInterval(() => {
  sent += 1;
  const number = sent;
  write('orders', String(number), order((number % 10) + 1)).then(
    () => number % 10 === 0 && log('INFO', `order ${number} written`),
    (error) => log('ERROR', `order ${number} not written: ${codes(error)}`),
  );
  write('carts', String(number), '{"articles":1}').catch((error) => log('ERROR', `cart ${number} not written: ${codes(error)}`));
}, 400);
console.log('READY');
