/** Writes an invoice for each payment, one after another, and never leaves one out; logs go to the central logs. `node invoicing.mjs PORT LOGS_URL [skip]` */
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const root = createRequire(`${process.env.LAB_LIB}/../../../package.json`);
const { Consumer, stringDeserializers } = await import(pathToFileURL(root.resolve('@platformatic/kafka')).href);
const [port, logs, mode] = process.argv.slice(2);
const log = (level, text) =>
  fetch(`${logs}/insert/jsonline?_stream_fields=app`, {
    method: 'POST',
    headers: { 'content-type': 'application/stream+json' },
    body: JSON.stringify({ _time: new Date().toISOString(), _msg: text, app: 'invoicing', level }),
  }).catch(() => undefined);
const later = (ms) => new Promise((done) => setTimeout(done, ms));
const consumer = new Consumer({
  groupId: 'invoicing',
  clientId: 'svc-invoicing',
  bootstrapBrokers: process.env.BROKERS.split(','),
  retries: 20,
  retryDelay: 250,
  deserializers: stringDeserializers,
});
const stream = await consumer.consume({
  topics: ['payments'],
  autocommit: false,
  mode: 'committed',
  fallbackMode: 'earliest',
  sessionTimeout: 10_000,
});
let written = 0;
createServer((asked, response) => response.end(asked.url === '/metrics' ? `invoices_written_total ${written}\n` : 'ok')).listen(
  Number(port),
  '127.0.0.1',
  () => console.log('READY'),
);
await log('info', 'invoicing 3.8.0 started, group invoicing');
for await (const message of stream) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const payment = JSON.parse(message.value);
      written += 1;
      if (written % 25 === 0) await log('info', `${written} invoices written, last for ${payment.id}`);
      break;
    } catch (error) {
      await log(
        'error',
        `cannot handle record payments-${message.partition} offset ${message.offset}: ${error.message}; attempt ${attempt}, will try again`,
      );
      if (mode === 'skip') break;
      await later(2_000);
    }
  }
  await message.commit();
}
