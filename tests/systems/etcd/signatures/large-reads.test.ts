import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseMetrics } from '../../../../src/systems/etcd/metrics.ts';
import { activityFacts } from '../../../../src/systems/etcd/probes/activity.ts';
import { etcdLargeReadSignatures } from '../../../../src/systems/etcd/signatures/large-reads.ts';
import { judgeSignature } from '../../linux/diagnose.ts';

const [signature = assert.fail()] = etcdLargeReadSignatures;

function metrics(sentBytes: number, reads: number, slow: number) {
  return parseMetrics(
    `etcd_network_client_grpc_sent_bytes_total ${String(sentBytes)}\netcd_mvcc_range_total ${String(reads)}\netcd_server_slow_apply_total ${String(slow)}\n`,
  );
}

for (const { claim, sentBytes, reads, inUseBytes, expected } of [
  { claim: 'whole prefixes', sentBytes: 9_000_000, reads: 10, inUseBytes: 20_000_000, expected: 'confirmed' },
  { claim: 'pages of a large database', sentBytes: 2_000_000, reads: 10, inUseBytes: 2_000_000_000, expected: 'no' },
  { claim: 'single keys', sentBytes: 9_000, reads: 10, inUseBytes: 100_000, expected: 'refuted' },
  { claim: 'too few reads to tell', sentBytes: 9_000_000, reads: 2, inUseBytes: 20_000_000, expected: 'unknown' },
])
  test(`etcd.large-range-reads with ${claim}: ${expected}`, () => {
    const facts = activityFacts({ before: metrics(0, 0, 0), after: metrics(sentBytes, reads, 2), seconds: 1, nowMs: 0 });

    assert.equal(judgeSignature(signature, { ...facts, 'space.inUseBytes': inUseBytes }), expected);
  });
