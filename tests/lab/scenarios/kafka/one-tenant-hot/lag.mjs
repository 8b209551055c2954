/** The lag of a group in a topic, per partition and in all: `node lag.mjs GROUP TOPIC PARTITIONS`. */
import { createRequire } from 'node:module';

const { Admin } = createRequire(`${process.env.LAB_LIB}/x.mjs`)('@platformatic/kafka');
const [group, topic, partitions] = process.argv.slice(2);
setTimeout(() => process.exit(1), 15_000);
const admin = new Admin({ clientId: 'lab-check', bootstrapBrokers: process.env.BROKERS.split(','), retries: 5, retryDelay: 250 });
const indexes = Array.from({ length: Number(partitions) }, (_, index) => index);
const [ends] = await admin.listOffsets({
  topics: [{ name: topic, partitions: indexes.map((partitionIndex) => ({ partitionIndex, timestamp: -1n })) }],
});
const [given] = await admin.listConsumerGroupOffsets({
  groups: [{ groupId: group, topics: [{ name: topic, partitionIndexes: indexes }] }],
});
const committed = new Map(given.topics[0].partitions.map((each) => [each.partitionIndex, each.committedOffset]));
const lags = ends.partitions.map(({ partitionIndex, offset }) =>
  Number(offset - (committed.get(partitionIndex) > 0n ? committed.get(partitionIndex) : 0n)),
);
console.error(lags.join(' '));
console.log(lags.reduce((sum, lag) => sum + lag, 0));
process.exit(0);
