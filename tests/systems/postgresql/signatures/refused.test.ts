import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entriesOf, logFacts } from '../../../../src/systems/postgresql/probes/log.ts';
import { refusedSignatures } from '../../../../src/systems/postgresql/signatures/refused.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const quotes = [
  { said: 'ERROR: no partition of relation "deliveries" found for row', id: 'no-partition' },
  { said: 'ERROR: duplicate key value violates unique constraint "orders_pkey"', id: 'duplicate-keys' },
  { said: 'insert or update on table "a" violates foreign key constraint "b"', id: 'foreign-key-violated' },
  { said: 'null value in column "c" of relation "a" violates not-null constraint', id: 'null-refused' },
  { said: 'new row for relation "a" violates check constraint "positive"', id: 'check-violated' },
  { said: 'SQLSTATE 22001: value too long for type character varying(40)', id: 'value-too-long' },
  { said: 'could not serialize access due to concurrent update', id: 'serialization-failures' },
] as const;

for (const { said, id } of quotes) {
  test(`refusedSignatures take the error that somebody repeats for likely, also without the log: ${id}`, () => {
    assert.deepEqual(judgeFacts(refusedSignatures, 'postgresql', { 'log.isReadable': false }, said), { confirmed: [], likely: [id] });
  });
}

test('refusedSignatures name the table without a partition, and leave single duplicates alone', () => {
  const entries = entriesOf(
    [
      'ERROR:  no partition of relation "deliveries" found for row',
      'ERROR:  no partition of relation "deliveries" found for row',
      'ERROR:  duplicate key value violates unique constraint "orders_pkey"',
    ].join('\n'),
  );

  const facts = logFacts(entries);

  assert.equal(facts['log.noPartition.message'], 'no partition of relation "deliveries" found for row');
  assert.deepEqual(judgeFacts(refusedSignatures, 'postgresql', facts), { confirmed: ['no-partition'], likely: [] });
});
