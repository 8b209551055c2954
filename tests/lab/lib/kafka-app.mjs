/**
 * Applications of Kafka's, at $BROKERS: `node kafka-app.mjs topic NAME PARTITIONS REPLICAS [SETTING=VALUE…]`, `… produce TOPIC PARTITIONS
 * PER_SECOND`, `… set TOPIC SETTING VALUE`, `… consume GROUP TOPIC` (commits what it reads), `… write TOPIC` (one message to all replicas; fails when it is refused). Prints READY once it is at work.
 */

import { Admin, Consumer, Producer, stringDeserializers, stringSerializers } from '@platformatic/kafka';

const [work = '', ...words] = process.argv.slice(2);
const bootstrapBrokers = (process.env.BROKERS ?? '').split(',');
const given = { bootstrapBrokers, retries: 20, retryDelay: 250 };

const works = {
  async topic(topic, partitions, replicas, ...settings) {
    const admin = new Admin({ clientId: 'lab-admin', ...given });
    const configs = settings.map((each) => ({ name: each.split('=')[0], value: each.split('=')[1] }));
    await admin.createTopics({ topics: [topic], partitions: Number(partitions), replicas: Number(replicas), configs });
    process.exit(0);
  },
  async set(topic, name, value) {
    const admin = new Admin({ clientId: 'lab-admin', ...given });
    const configs = [{ name, configOperation: 0, value }];
    await admin.incrementalAlterConfigs({ resources: [{ resourceType: 2, resourceName: topic, configs }], validateOnly: false });
    process.exit(0);
  },
  async produce(topic, partitions, perSecond) {
    const producer = new Producer({ clientId: 'svc-shop', ...given, serializers: stringSerializers });
    let sent = 0;
    const send = async () => {
      const messages = Array.from({ length: Math.max(1, Number(perSecond) / 5) }, () => {
        sent += 1;
        return { topic, key: String(sent), value: 'an order', partition: sent % Number(partitions) };
      });
      await producer.send({ messages, acks: 1 });
    };
    await send();
    setInterval(() => void send().catch(() => undefined), 200);
  },
  async consume(group, topic) {
    const consumer = new Consumer({ groupId: group, clientId: `svc-${group}`, ...given, deserializers: stringDeserializers });
    const stream = await consumer.consume({ topics: [topic], autocommit: true, mode: 'earliest', sessionTimeout: 10_000 });
    stream.on('data', () => undefined);
  },
  async write(topic) {
    const producer = new Producer({ clientId: 'lab-check', bootstrapBrokers, retries: 0, serializers: stringSerializers, timeout: 3_000 });
    setTimeout(() => process.exit(1), 8_000);
    await producer.send({ messages: [{ topic, key: 'health', value: 'check' }], acks: -1 });
    process.exit(0);
  },
};

await works[work](...words);
console.log('READY');
