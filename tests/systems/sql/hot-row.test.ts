import assert from 'node:assert/strict';
import { test } from 'node:test';
import { postgresqlSignatures } from '../../../src/systems/postgresql/signatures.ts';
import { hotRow } from '../../../src/systems/sql/hot-row.ts';
import { judgeFacts } from '../nats/judge-facts.ts';

const root = { 'locks.root.state': 'active', 'locks.root.backend': 'client backend', 'locks.root.isIdle': false, 'locks.root.waiters': 7 };

const cases = [
  { name: 'a lock that passes from hand to hand', waits: 6.4, held: 1.5, expected: ['hot-row'] },
  { name: 'one transaction that all wait for', waits: 6.4, held: 9, expected: ['active-transaction-blocks'] },
] as const;

for (const { name, waits, held, expected } of cases) {
  test(`hotRow(): ${name}`, () => {
    const facts = { ...root, 'locks.waiting': 7, 'locks.longestWaitSeconds': waits, 'locks.root.transactionSeconds': held };

    assert.deepEqual(judgeFacts(postgresqlSignatures, 'postgresql', facts).confirmed, expected);
  });
}

test('hotRow() is none where the root has no session: it passes its locks on to nobody', () => {
  const waits = { 'locks.waiting': 7, 'locks.longestWaitSeconds': 6.4, 'locks.root.waiters': 7 };
  const prepared = {
    ...waits,
    'locks.root.isPrepared': true,
    'locks.root.transactionSeconds': 0,
    'locks.root.state': 'prepared transaction',
  };
  const unseen = { ...waits, 'locks.root.isPrepared': false, 'locks.root.transactionSeconds': null };

  assert.deepEqual(judgeFacts(postgresqlSignatures, 'postgresql', prepared).confirmed, ['prepared-transaction-blocks']);
  assert.ok(!judgeFacts(postgresqlSignatures, 'postgresql', unseen).confirmed.includes('hot-row'));
});

test('hotRow() is named for its kind and takes the place of what it explains there', () => {
  const signature = hotRow('mysql', 'the manual');

  assert.equal(signature.id, 'mysql.hot-row');
  assert.ok(signature.explains?.every((id) => id.startsWith('mysql.')));
});
