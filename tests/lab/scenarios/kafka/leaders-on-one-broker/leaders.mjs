// node leaders.mjs: topic, partition, leader and preferred leader of each partition; ends with 0 when all are the same.
import { createRequire } from 'node:module';

const { Admin } = createRequire(`${process.env.LAB_LIB}/kafka-app.mjs`)('@platformatic/kafka');
const admin = new Admin({ clientId: 'lab-leaders', bootstrapBrokers: process.env.BROKERS.split(','), retries: 3 });
setTimeout(() => process.exit(1), 15_000);
const { topics } = await admin.metadata({ topics: ['orders', 'payments', 'clicks'], forceUpdate: true });
let off = 0;
let unled = 0;
for (const [name, { partitions }] of [...topics].sort())
  for (const [index, { leader, replicas, isr }] of partitions.entries()) {
    console.log(name, index, leader, replicas[0], `isr ${(isr ?? []).length}`);
    if (leader !== replicas[0]) off += 1;
    if ((isr ?? replicas).length < replicas.length) unled += 1;
  }
process.exit(process.argv[2] === 'synced' ? Number(unled > 0) : Number(off > 0));
