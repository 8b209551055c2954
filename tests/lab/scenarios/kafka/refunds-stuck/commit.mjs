// Commits an offset for all three partitions of refunds: GROUP OFFSET (or `end`).
import { createRequire } from 'node:module';

const { Admin } = createRequire(`${process.env.LAB_LIB}/../../../package.json`)('@platformatic/kafka');
const [group, offset] = process.argv.slice(2);
const admin = new Admin({ clientId: 'lab-admin', bootstrapBrokers: process.env.BROKERS.split(','), retries: 10 });
const partitions = [0, 1, 2];
const ends = await admin.listOffsets({
  topics: [{ name: 'refunds', partitions: partitions.map((partitionIndex) => ({ partitionIndex, timestamp: -1n })) }],
});
const at = (index) => (offset === 'end' ? ends[0].partitions.find((each) => each.partitionIndex === index).offset : BigInt(offset));
await admin.alterConsumerGroupOffsets({
  groupId: group,
  topics: [{ name: 'refunds', partitionOffsets: partitions.map((partition) => ({ partition, offset: at(partition) })) }],
});
process.exit(0);
