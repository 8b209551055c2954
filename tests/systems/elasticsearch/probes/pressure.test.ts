import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pressureFacts } from '../../../../src/systems/elasticsearch/probes/pressure.ts';
import { pressureSignatures } from '../../../../src/systems/elasticsearch/signatures/pressure.ts';
import { judgeSignature } from '../../linux/diagnose.ts';

const [signature = assert.fail()] = pressureSignatures;

function node(name: string, rejected: number, bytes: number, used = 0) {
  const total = { coordinating_in_bytes: bytes, coordinating_rejections: rejected, primary_rejections: 0, replica_rejections: 0 };
  return { name, indexing_pressure: { memory: { current: { all_in_bytes: used }, total, limit_in_bytes: 1_000 } } };
}

test('pressureFacts() tells the node that refuses, and what comes in', () => {
  const before = { a: node('a', 3, 0), b: node('b', 1, 100) };
  const facts = pressureFacts(before, { a: node('a', 3, 500, 200), b: node('b', 5, 700, 900) }, 2);

  assert.deepEqual(facts, {
    'nodes.pressure.node': 'b',
    'nodes.pressure.rejected': 8,
    'nodes.pressure.rejectedRecent': 4,
    'nodes.pressure.limitBytes': 1_000,
    'nodes.pressure.usedRatio': 0.9,
    'nodes.pressure.bytesPerSecond': 550,
  });
  assert.equal(judgeSignature(signature, facts), 'confirmed');
  assert.equal(judgeSignature(signature, pressureFacts(before, before, 1)), 'no');
  assert.equal(judgeSignature(signature, pressureFacts(null, { a: node('a', 0, 9) }, 1)), 'refuted');
  assert.equal(pressureFacts(null, null, 1)['nodes.pressure.rejected'], null);
});
