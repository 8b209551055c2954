// Puts each order into the topic, and answers when all copies have it.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const { Producer, stringSerializers } = createRequire(`${process.env.LAB_LIB}/kafka-app.mjs`)('@platformatic/kafka');
const producer = new Producer({
  clientId: 'svc-orders-api',
  bootstrapBrokers: process.env.BROKERS.split(','),
  retries: 1,
  retryDelay: 100,
  timeout: 2_000,
  serializers: stringSerializers,
});
let count = 0;
createServer(async (_asked, response) => {
  const say = (code, text) => {
    response.writeHead(code, { 'content-type': 'application/json' });
    response.end(text);
  };
  const late = setTimeout(() => say(503, '{"error":"order not accepted"}'), 2_500);
  count += 1;
  try {
    await producer.send({ messages: [{ topic: 'orders', key: `o-${count}`, value: '{"order":1}' }], acks: -1 });
    if (!response.writableEnded) say(200, '{"status":"accepted"}');
  } catch (error) {
    console.error(String(error?.errors?.[0] ?? error));
    if (!response.writableEnded) say(503, '{"error":"order not accepted"}');
  }
  clearTimeout(late);
}).listen(Number(process.env.LAB_PORT_1), '127.0.0.1', () => console.log('READY'));
