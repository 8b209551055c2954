import assert from 'node:assert/strict';
import { test } from 'node:test';
import { transactionSignatures } from '../../../../src/systems/mysql/signatures/transactions.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const poll = {
  'transactions.oldest.seconds': 7,
  'transactions.historyLength': 10_000,
  'transactions.historyPerSecond': 3,
  'statements.top.query': 'SELECT ID FROM `jobs` WHERE STATE = ? LIMIT ?',
  'statements.top.share': 0.9,
  'statements.top.meanMs': 126,
  'statements.top.examinedPerCall': 1,
  'statements.waitingForLocks': 0,
};
const cases = [
  { name: 'a poll that takes long for one row while a snapshot is open', facts: poll, words: 'polling the table jobs is slow', isLikely: true },
  { name: 'the same where nobody speaks of it', facts: poll, words: 'replica stopped', isLikely: false },
  { name: 'one that reads what it takes time for', facts: { ...poll, 'statements.top.examinedPerCall': 90_000 }, words: 'slow', isLikely: false },
  { name: 'one that sleeps', facts: { ...poll, 'statements.top.query': 'SELECT SLEEP ( ? )' }, words: 'slow', isLikely: false },
  { name: 'one that waits for a lock', facts: { ...poll, 'statements.waitingForLocks': 2 }, words: 'slow', isLikely: false },
  { name: 'a young transaction', facts: { ...poll, 'transactions.oldest.seconds': 1 }, words: 'slow', isLikely: false },
  { name: 'a short history list', facts: { ...poll, 'transactions.historyLength': 900 }, words: 'slow', isLikely: false },
] as const; // biome-ignore format: a table

for (const { name, facts, words, isLikely } of cases) {
  test(`transactionSignatures: ${name}`, () => {
    const { likely } = judgeFacts(transactionSignatures, 'mysql', facts, words);

    assert.equal(likely.includes('snapshot-holds-up-purge'), isLikely);
  });
}
