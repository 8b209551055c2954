import assert from 'node:assert/strict';
import { test } from 'node:test';
import { balanceSignatures } from '../../../../src/systems/haproxy/signatures/balance.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const crowded = { 'crowd.queue': 36, 'crowd.limit': 4, 'crowd.idleCount': 3, 'crowd.factor': 100, 'crowd.by': 'balance source' };

test('balanceSignatures tell the server that all requests are bound to', () => {
  assert.deepEqual(judgeFacts(balanceSignatures, 'haproxy', crowded).confirmed, ['one-server-crowded']);
});

test('balanceSignatures do not blame the balance for a slow server, nor for one request that waits', () => {
  const slow = judgeFacts(balanceSignatures, 'haproxy', { ...crowded, 'crowd.factor': 0.9 }, 'queue and 503');
  const blink = judgeFacts(balanceSignatures, 'haproxy', { ...crowded, 'crowd.queue': 1, 'traffic.ownErrors': 0 });

  assert.deepEqual([slow.confirmed, slow.likely, blink.confirmed, blink.likely], [[], [], [], []]);
});
