// `worker.mjs NAME QUEUE PREFETCH FILE`: consumes; with FILE there, pick-worker waits for an answer that never comes and mail-sender ends.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.LAB_LIB}/app.js`);
const { connect } = require('amqplib');
const [name, queue, prefetch, file] = process.argv.slice(2);
const { hostname, port } = new URL(process.env.RABBIT_URL);
const connection = await connect(
  {
    protocol: 'amqp',
    hostname,
    port: Number(port),
    username: process.env.RABBIT_LOGIN,
    password: readFileSync(`${process.env.LAB_DIR}/password`, 'utf8'),
  },
  { clientProperties: { connection_name: name } },
);
connection.on('error', () => process.exit(1));
const channel = await connection.createChannel();
await channel.prefetch(Number(prefetch));
const stamp = () => new Date().toISOString().replace('T', ' ').replace('Z', '').replace('.', ',');
let done = 0;
await channel.consume(queue, (message) => {
  if (existsSync(file)) {
    if (name === 'mail-sender') {
      console.log(
        `[${stamp()}: CRITICAL/MainProcess] Unrecoverable error: KeyError('template')\nTraceback (most recent call last):\n  File "/usr/local/lib/python3.11/site-packages/celery/worker/worker.py", line 202, in start\n    self.blueprint.start(self)\n  File "/app/mailer/tasks.py", line 37, in on_message\n    template = body['template']\nKeyError: 'template'`,
      );
      process.exit(1);
    }
    done += 1;
    console.log(
      `[${stamp()}: INFO/ForkPoolWorker-${1 + (done % 4)}] pick order delivery_tag=${message.fields.deliveryTag}: asking robot controller 10.4.0.9 …`,
    );
    return;
  }
  setTimeout(() => {
    channel.ack(message);
    done += 1;
    if (done % 10 === 0) console.log(`[${stamp()}: INFO/ForkPoolWorker-${1 + (done % 4)}] ${queue} succeeded in 0.02s, ${done} so far`);
  }, 20);
});
console.log(`[${stamp()}: INFO/MainProcess] ${name} ready, consuming ${queue}`);
