import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusalSignatures } from '../../../../src/systems/haproxy/signatures/refusals.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const some = {
  'traffic.requests': 400,
  'refused.count': 60,
  'refused.ratio': 0.15,
  'refused.backendRatio': 0.15,
  'refused.peers': 1,
  'refused.serverShare': 0.55,
  'refused.serverRatio': 0.2,
  'refused.peersRatio': 0.12,
};
const one = { ...some, 'refused.serverShare': 0.98, 'refused.serverRatio': 0.4, 'refused.peersRatio': 0.01 };

test('refusalSignatures are for who speaks of 4xx', () => {
  const unasked = judgeFacts(refusalSignatures, 'haproxy', one);
  const asked = judgeFacts(refusalSignatures, 'haproxy', some, 'the shop answers 404');

  assert.deepEqual([unasked.confirmed, unasked.likely, asked.confirmed], [[], [], ['servers-refuse']]);
});

test('refusalSignatures tell the one server that refuses', () => {
  assert.ok(judgeFacts(refusalSignatures, 'haproxy', one, 'HAProxyHighHTTP4xxErrorRateBackend').confirmed.includes('one-server-refuses'));
});
