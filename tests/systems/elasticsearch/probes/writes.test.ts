import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeFacts } from '../../../../src/systems/elasticsearch/probes/writes.ts';

function sample(bulks: number, documents: number) {
  return { primaries: { bulk: { total_operations: bulks }, indexing: { index_total: documents, delete_total: 0 } } };
}

test('writeFacts() tells the index that writes reach without a document coming of them', () => {
  const before = { mails: sample(10, 10), orders: sample(50, 50), quiet: sample(7, 7), '.own': sample(1, 1), old: sample(3, 3) };

  const facts = writeFacts(before, {
    mails: sample(19, 10),
    orders: sample(60, 58),
    quiet: sample(9, 7),
    '.own': sample(90, 1),
    fresh: sample(9, 0),
  });

  assert.deepEqual([facts['writes.refusedIndex'], facts['writes.refusedBulks'], facts['writes.written']], ['mails', 9, 1]);
  assert.equal(writeFacts(before, before)['writes.refusedIndex'], '');
});
