import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trafficSignatures } from '../../../../src/systems/haproxy/signatures/traffic.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const failing = { 'traffic.responseErrors': 12, 'traffic.requests': 40, 'traffic.responseErrorsAt': 'app/app-1', 'traffic.fivexx': 0 };

test('trafficSignatures tell a server that is given up on from one that breaks off, by how long requests stay there', () => {
  const slow = judgeFacts(trafficSignatures, 'haproxy', { ...failing, 'traffic.heldMs': 1_000 });
  const broken = judgeFacts(trafficSignatures, 'haproxy', { ...failing, 'traffic.heldMs': 20 });

  assert.deepEqual([slow.confirmed, broken.confirmed], [['responses-time-out'], ['response-errors']]);
});

test('trafficSignatures leave alone what fails once among thousands, and what clients break off', () => {
  const seen = judgeFacts(trafficSignatures, 'haproxy', {
    'traffic.requests': 9_000,
    'traffic.connectErrors': 4,
    'traffic.responseErrors': 6,
    'traffic.heldMs': 20,
    'traffic.badRequests': 600,
    'traffic.badRequestsRatio': 0.06,
  });

  assert.deepEqual([seen.confirmed, seen.likely], [[], []]);
});

test('trafficSignatures tell bad requests to who asks about them, and to all where most are bad', () => {
  const some = { 'traffic.requests': 900, 'traffic.badRequests': 60, 'traffic.badRequestsRatio': 0.06 };
  const most = { ...some, 'traffic.badRequests': 600, 'traffic.badRequestsRatio': 0.6 };

  assert.deepEqual(judgeFacts(trafficSignatures, 'haproxy', some, 'edge answers 400 to many').confirmed, ['bad-requests']);
  assert.deepEqual(judgeFacts(trafficSignatures, 'haproxy', most).confirmed, ['bad-requests']);
});
