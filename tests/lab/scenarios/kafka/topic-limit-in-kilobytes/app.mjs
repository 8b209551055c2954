/**
 * Applications of Kafka's, at $BROKERS: `node app.mjs produce TOPIC PARTITIONS PER_SECOND [BYTES]`, `… consume GROUP TOPIC` (parses each record,
 * commits it, writes how far it came to $LAB_DIR/GROUP.progress; tries one that it can't parse again for ever, unless $LAB_DIR/skip is there),
 * `… poison TOPIC PARTITION` (one record that is no JSON), `… once TOPIC BYTES` (fails when it is refused).
 */
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const found = createRequire(`${process.env.LAB_LIB}/lab.mjs`).resolve('@platformatic/kafka');
const { Consumer, Producer, stringDeserializers, stringSerializers } = await import(pathToFileURL(found).href);
const [work = '', ...words] = process.argv.slice(2);
const given = { bootstrapBrokers: (process.env.BROKERS ?? '').split(','), retries: 20, retryDelay: 250 };
const say = (text) => console.log(`${new Date().toISOString()} ${text}`);
const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const works = {
  async produce(topic, partitions, perSecond, bytes = '40') {
    const producer = new Producer({ clientId: `svc-${topic}`, ...given, retries: 0, serializers: stringSerializers });
    let sent = 0;
    const send = async () => {
      const count = Math.max(1, Math.round(Number(perSecond) / 5));
      const messages = Array.from({ length: count }, () => {
        sent += 1;
        const value = JSON.stringify({ id: sent, text: 'x'.repeat(Number(bytes)) });
        return { topic, key: String(sent), value, partition: sent % Number(partitions) };
      });
      await producer.send({ messages, acks: -1 });
    };
    await send();
    const why = (error) =>
      [error, ...(error.errors ?? [])].map((each) => `${each.apiId ?? each.code ?? ''} ${each.message}`.trim()).join(': ');
    setInterval(
      () => void send().catch((error) => say(`ERROR publishing to ${topic} failed: ${why(error)}`)),
      Math.max(200, 1_000 / Number(perSecond)),
    );
  },
  async poison(topic, partition) {
    const producer = new Producer({ clientId: 'svc-legacy-import', ...given, serializers: stringSerializers });
    await producer.send({ messages: [{ topic, key: 'legacy', value: '<payment id="4711"/>', partition: Number(partition) }], acks: -1 });
    process.exit(0);
  },
  async once(topic, bytes) {
    setTimeout(() => process.exit(1), 8_000);
    const producer = new Producer({ clientId: 'check', ...given, retries: 0, serializers: stringSerializers });
    await producer.send({ messages: [{ topic, key: 'check', value: JSON.stringify('x'.repeat(Number(bytes))), partition: 0 }], acks: -1 });
    process.exit(0);
  },
  async consume(group, topic) {
    const consumer = new Consumer({ groupId: group, clientId: `svc-${group}`, ...given, deserializers: stringDeserializers });
    const stream = await consumer.consume({
      topics: [topic],
      autocommit: false,
      mode: 'committed',
      fallbackMode: 'earliest',
      sessionTimeout: 10_000,
    });
    const queues = new Map();
    const progress = {};
    const record = () => {
      writeFileSync(
        `${process.env.LAB_DIR}/${group}.new`,
        `${Object.keys(progress)
          .sort()
          .map((each) => `${each} ${progress[each]}`)
          .join('\n')}\n`,
      );
      renameSync(`${process.env.LAB_DIR}/${group}.new`, `${process.env.LAB_DIR}/${group}.progress`);
    };
    setInterval(record, 300);
    const work = async (partition) => {
      const queue = queues.get(partition);
      for (;;) {
        const message = queue.shift();
        if (message === undefined) {
          await later(20);
          continue;
        }
        for (;;) {
          try {
            JSON.parse(message.value);
            break;
          } catch (error) {
            if (existsSync(`${process.env.LAB_DIR}/skip`)) break;
            say(`ERROR ${topic}-${partition} offset ${message.offset}: ${error.message}; trying again in 2 s`);
            await later(2_000);
          }
        }
        progress[partition] = String(message.offset);
        await message.commit();
      }
    };
    stream.on('data', (message) => {
      if (!queues.has(message.partition)) {
        queues.set(message.partition, []);
        void work(message.partition).catch((error) => say(`ERROR ${error.message}`));
      }
      queues.get(message.partition).push(message);
    });
    stream.on('error', (error) => say(`ERROR ${error.message}`));
  },
};

await works[work](...words);
say('READY');
