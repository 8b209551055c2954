import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trafficSignatures } from '../../../../src/systems/haproxy/signatures/traffic.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const failing = { 'traffic.responseErrors': 12, 'traffic.responseErrorsAt': 'app/app-1', 'traffic.fivexx': 0 };

test('trafficSignatures tell a server that is given up on from one that breaks off, by how long requests stay there', () => {
  const slow = judgeFacts(trafficSignatures, 'haproxy', { ...failing, 'traffic.heldMs': 1_000 });
  const broken = judgeFacts(trafficSignatures, 'haproxy', { ...failing, 'traffic.heldMs': 20 });

  assert.deepEqual([slow.confirmed, broken.confirmed], [['responses-time-out'], ['response-errors']]);
});
