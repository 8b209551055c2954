/**
 * Applications of RabbitMQ's, at $RABBIT_URL with $RABBIT_LOGIN and the password in $LAB_DIR/password: `node rabbit-app.mjs queue NAME
 * [ARGUMENT=VALUE…]`, `… publish QUEUE PER_SECOND`, `… send QUEUE COUNT`, `… consume NAME QUEUE PREFETCH BEHAVIOUR` (ack, slow MS, hold,
 * requeue, reject), `… publish-to EXCHANGE KEY PER_SECOND`, `… channels NAME COUNT` (opens so many in one connection), `… probe QUEUE` (a confirmed message within 3 s, or it fails), `… depth QUEUE`. Prints READY once it is at work.
 */

import { readFileSync } from 'node:fs';
import { connect } from 'amqplib';

const [work = '', ...words] = process.argv.slice(2);

async function open(name) {
  const { hostname, port } = new URL(process.env.RABBIT_URL ?? '');
  const password = readFileSync(`${process.env.LAB_DIR}/password`, 'utf8');
  const address = { protocol: 'amqp', hostname, port: Number(port), username: process.env.RABBIT_LOGIN, password };
  const connection = await connect(address, { clientProperties: { connection_name: name } });
  // A client whose connection is closed for it ends, as one that nothing restarts.
  connection.on('error', () => process.exit(1));
  connection.on('close', () => process.exit(1));
  return connection;
}

/** What is still on its way when the connection closes can't be answered any more. */
function quietly(answer) {
  try {
    answer();
  } catch {
    process.exit(1);
  }
}

function typed(value) {
  if (value === 'true' || value === 'false') return value === 'true';
  return /^\d+$/.test(value) ? Number(value) : value;
}

const works = {
  async queue(name, ...given) {
    const channel = await (await open('svc-setup')).createChannel();
    await channel.assertQueue(name, {
      arguments: Object.fromEntries(given.map((each) => [each.split('=')[0], typed(each.split('=')[1])])),
    });
    process.exit(0);
  },
  async publish(queue, perSecond) {
    const channel = await (await open('svc-shop')).createChannel();
    const send = () => {
      for (let count = 0; count < Math.max(1, Number(perSecond) / 10); count += 1) channel.sendToQueue(queue, Buffer.from('an order'));
    };
    send();
    setInterval(send, 100);
  },
  async 'publish-to'(exchange, key, perSecond) {
    const channel = await (await open('svc-shop')).createChannel();
    setInterval(() => channel.publish(exchange, key, Buffer.from('an order')), 1_000 / Number(perSecond));
  },
  async channels(name, count) {
    const connection = await open(name);
    for (let opened = 0; opened < Number(count); opened += 1) await connection.createChannel();
  },
  async send(queue, count) {
    const channel = await (await open('svc-import')).createConfirmChannel();
    for (let sent = 0; sent < Number(count); sent += 1) channel.sendToQueue(queue, Buffer.from('an order'));
    await channel.waitForConfirms();
    process.exit(0);
  },
  async consume(name, queue, prefetch, behaviour, ms = '0') {
    const channel = await (await open(name)).createChannel();
    await channel.prefetch(Number(prefetch));
    await channel.consume(queue, (message) => {
      if (message === null) return;
      if (behaviour === 'ack') channel.ack(message);
      if (behaviour === 'slow') setTimeout(() => quietly(() => channel.ack(message)), Number(ms));
      if (behaviour === 'requeue') setTimeout(() => quietly(() => channel.nack(message, false, true)), 20);
      if (behaviour === 'reject') channel.nack(message, false, false);
    });
  },
  async probe(queue) {
    setTimeout(() => process.exit(1), 3_000);
    const channel = await (await open('svc-check')).createConfirmChannel();
    channel.sendToQueue(queue, Buffer.from('check'), { expiration: 1_000 });
    await channel.waitForConfirms();
    process.exit(0);
  },
  async depth(queue) {
    const channel = await (await open('svc-check')).createChannel();
    console.log((await channel.checkQueue(queue)).messageCount);
    process.exit(0);
  },
};

await works[work](...words);
console.log('READY');
