import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mysqlSignatures } from '../../../../src/systems/mysql/signatures.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const queue = {
  ...{ 'locks.waiting': 3, 'locks.longestWaitSeconds': 2, 'locks.root.isXa': false, 'locks.root.waiters': 3 },
  ...{ 'locks.root.isIdle': true, 'locks.root.stateSeconds': 0, 'locks.root.transactionSeconds': 40, 'locks.root.isAtWork': true },
};
const cases = [
  { name: 'a batch that goes on', facts: queue, confirmed: ['batch-never-commits'] },
  {
    name: 'a session that was left',
    facts: { ...queue, 'locks.root.isAtWork': false, 'locks.root.stateSeconds': 40 },
    confirmed: ['idle-transaction-blocks'],
  },
  { name: 'a short transaction', facts: { ...queue, 'locks.root.transactionSeconds': 1, 'locks.longestWaitSeconds': 1 }, confirmed: [] },
] as const;

for (const { name, facts, confirmed } of cases) {
  test(`uncommittedBatchSignatures: ${name}`, () => {
    const found = judgeFacts(mysqlSignatures, 'mysql', facts).confirmed;

    assert.deepEqual(
      found.filter((id) => id !== 'lock-queue'),
      confirmed,
    );
  });
}
