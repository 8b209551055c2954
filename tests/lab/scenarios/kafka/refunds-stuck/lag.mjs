// Prints the lag of each partition of a topic for a group: GROUP TOPIC PARTITIONS.
import { createRequire } from 'node:module';

const { Admin } = createRequire(`${process.env.LAB_LIB}/../../../package.json`)('@platformatic/kafka');
const [group, topic, partitions] = process.argv.slice(2);
setTimeout(() => process.exit(1), 10_000);
const admin = new Admin({ clientId: 'lab-check', bootstrapBrokers: process.env.BROKERS.split(','), retries: 3 });
const indexes = Array.from({ length: Number(partitions) }, (_, index) => index);
const [{ topics }] = await admin.listConsumerGroupOffsets({
  groups: [{ groupId: group, topics: [{ name: topic, partitionIndexes: indexes }] }],
});
const ends = await admin.listOffsets({
  topics: [{ name: topic, partitions: indexes.map((partitionIndex) => ({ partitionIndex, timestamp: -1n })) }],
});
const committed = new Map((topics[0]?.partitions ?? []).map((each) => [each.partitionIndex, Number(each.committedOffset)]));
for (const { partitionIndex, offset } of ends[0].partitions.toSorted((one, other) => one.partitionIndex - other.partitionIndex))
  console.log(Number(offset) - Math.max(0, committed.get(partitionIndex) ?? 0));
process.exit(0);
