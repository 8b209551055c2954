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

test('slownessSignatures call no pool too small that has free pages, however much is read from disk', () => {
  const reads = { 'activity.bufferReadsPerSecond': 900, 'activity.bufferHitRatio': 0.9 };
  const likely = [0.5, 0.15, 0.02].map(
    (free) => judgeFacts(slownessSignatures, 'mysql', { ...reads, 'innodb.freeRatio': free }, 'queries are slow').likely,
  );

  assert.deepEqual(likely, [[], [], ['buffer-pool-too-small']]);
});
