/** node lag.mjs GROUP TOPIC PARTITIONS: prints how many messages the group has not committed. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const found = createRequire(`${process.env.LAB_LIB}/`).resolve('@platformatic/kafka');
const { Admin } = await import(pathToFileURL(found).href);
const [groupId, name, count] = process.argv.slice(2);
setTimeout(() => process.exit(1), 12_000);
const admin = new Admin({ clientId: 'lab-check', bootstrapBrokers: process.env.BROKERS.split(','), retries: 3 });
const partitions = Array.from({ length: Number(count) }, (_, at) => at);
const [ends] = await admin.listOffsets({
  topics: [{ name, partitions: partitions.map((partitionIndex) => ({ partitionIndex, timestamp: -1n })) }],
});
const [group] = await admin.listConsumerGroupOffsets({ groups: [groupId] });
const done = group.topics.find((each) => each.name === name)?.partitions ?? [];
let lag = 0n;
for (const { partitionIndex, offset } of ends.partitions) {
  const at = done.find((each) => each.partitionIndex === partitionIndex)?.committedOffset ?? 0n;
  lag += offset - (at < 0n ? 0n : at);
}
console.log(String(lag));
process.exit(0);
