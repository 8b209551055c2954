import assert from 'node:assert/strict';
import { test } from 'node:test';
import { slownessSignatures } from '../../../../src/systems/mysql/signatures/slowness.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const costly = { 'statements.top.share': 1, 'statements.top.busyRatio': 11, 'statements.top.meanMs': 1_500 };

test('slownessSignatures say that an index is missing only of a statement that throws away what it reads', () => {
  const [scanning, sending] = [150_000, 1].map((rows) =>
    judgeFacts(slownessSignatures, 'mysql', { ...costly, 'statements.top.examinedPerSent': rows }),
  );

  assert.ok(scanning?.confirmed.includes('statement-without-index'));
  assert.deepEqual(sending?.confirmed, ['costly-statement']);
});
