/**
 * Applications of Kafka's, at $BROKERS: `node kafka-app.mjs topic NAME PARTITIONS REPLICAS [SETTING=VALUE…]`, `… produce TOPIC PARTITIONS
 * PER_SECOND`, `… set TOPIC SETTING VALUE`, `… drop TOPIC`, `… consume GROUP TOPIC [slow MS]` (commits what it reads, with slow one message after
 * another), `… write TOPIC`, `… write-plain TOPIC` (without a key), `… write-to TOPIC PARTITION` (one message to all replicas; fails when it is
 * refused), `… quota TYPE NAME QUOTA VALUE`, `… unquota TYPE NAME QUOTA`, `… quotas` (prints them). Prints READY once it is at work.
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
  async drop(topic) {
    await new Admin({ clientId: 'lab-admin', ...given }).deleteTopics({ topics: [topic] });
    process.exit(0);
  },
  async quota(entityType, entityName, key, value) {
    await alterQuota(entityType, entityName, { key, value: Number(value), remove: false });
  },
  async unquota(entityType, entityName, key) {
    await alterQuota(entityType, entityName, { key, value: 0, remove: true });
  },
  async quotas() {
    const admin = new Admin({ clientId: 'lab-admin', ...given });
    const found = await admin.describeClientQuotas({ components: [{ entityType: 'client-id', matchType: 2 }], strict: false });
    if (found.length > 0) console.log(JSON.stringify(found));
    process.exit(0);
  },
  async consume(group, topic, pace, ms) {
    const consumer = new Consumer({ groupId: group, clientId: `svc-${group}`, ...given, deserializers: stringDeserializers });
    const stream = await consumer.consume({ topics: [topic], autocommit: true, mode: 'earliest', sessionTimeout: 10_000 });
    if (pace !== 'slow') {
      stream.on('data', () => undefined);
      return;
    }
    console.log('READY');
    for await (const _message of stream) await new Promise((later) => setTimeout(later, Number(ms)));
  },
  write: (topic) => writeOne({ topic, key: 'health', value: 'check' }),
  'write-plain': (topic) => writeOne({ topic, value: 'check' }),
  'write-to': (topic, partition) => writeOne({ topic, key: 'health', value: 'check', partition: Number(partition) }),
};

async function writeOne(message) {
  const producer = new Producer({ clientId: 'lab-check', bootstrapBrokers, retries: 0, serializers: stringSerializers, timeout: 3_000 });
  setTimeout(() => process.exit(1), 8_000);
  await producer.send({ messages: [message], acks: -1 });
  process.exit(0);
}

async function alterQuota(entityType, entityName, op) {
  const admin = new Admin({ clientId: 'lab-admin', ...given });
  await admin.alterClientQuotas({ entries: [{ entities: [{ entityType, entityName }], ops: [op] }], validateOnly: false });
  process.exit(0);
}

await works[work](...words);
console.log('READY');
