// node lag.mjs GROUP TOPIC PARTITIONS: how many messages the group is behind.
import { createRequire } from 'node:module';

const { Admin, Consumer, stringDeserializers } = createRequire(`${process.env.LAB_LIB}/kafka-app.mjs`)('@platformatic/kafka');
const [group, topic, partitions] = process.argv.slice(2);
const given = { clientId: 'lab-lag', bootstrapBrokers: process.env.BROKERS.split(','), retries: 3 };
setTimeout(() => process.exit(1), 15_000);
const admin = new Admin(given);
const consumer = new Consumer({ ...given, groupId: 'lab-lag', deserializers: stringDeserializers });
const ends = (await consumer.listOffsets({ topics: [topic] })).get(topic);
const [found] = await admin.listConsumerGroupOffsets({
  groups: [{ groupId: group, topics: [{ name: topic, partitionIndexes: Array.from({ length: Number(partitions) }, (_, n) => n) }] }],
});
let lag = 0n;
for (const { partitionIndex, committedOffset } of found.topics[0].partitions)
  lag += BigInt(ends[partitionIndex]) - (committedOffset < 0n ? 0n : BigInt(committedOffset));
console.log(String(lag));
process.exit(0);
