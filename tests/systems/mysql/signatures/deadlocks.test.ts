import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deadlockSignatures } from '../../../../src/systems/mysql/signatures/deadlocks.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const deadlocks = (now: number, total: number, perHour: number, ago: number | null) => ({
  ...{
    'activity.deadlocks': now,
    'activity.deadlocksTotal': total,
    'activity.deadlocksPerHour': perHour,
    'innodb.deadlockSecondsAgo': ago,
  },
});
const cases = [
  { name: 'one, soon after the start', facts: deadlocks(0, 1, 360, 10), words: 'LATEST DETECTED DEADLOCK', confirmed: [], likely: [] },
  { name: 'one at this moment', facts: deadlocks(1, 1, 1, 0), words: '', confirmed: [], likely: ['deadlocks'] },
  { name: 'many', facts: deadlocks(3, 90, 200, 0), words: '', confirmed: ['deadlocks'], likely: [] },
  { name: 'many, in bursts', facts: deadlocks(0, 90, 200, 60), words: '', confirmed: ['deadlocks'], likely: [] },
  { name: 'many, which have ended', facts: deadlocks(0, 90, 20, 7_200), words: '', confirmed: [], likely: [] },
  { name: 'some today, and somebody asks', facts: deadlocks(0, 9, 1, 7_200), words: 'deadlock', confirmed: [], likely: ['deadlocks'] },
  { name: 'none', facts: deadlocks(0, 0, 0, null), words: 'deadlock', confirmed: [], likely: [] },
];

for (const { name, facts, words, confirmed, likely } of cases) {
  test(`deadlockSignatures: ${name}`, () => {
    assert.deepEqual(judgeFacts(deadlockSignatures, 'mysql', facts, words), { confirmed, likely });
  });
}
