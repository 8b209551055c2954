import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isTurned, refusalSignatures } from '../../../../src/systems/nginx/signatures/refusals.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const scanned = {
  'access.requests': 230,
  'access.count.404': 200,
  'access.share.404': 0.87,
  'access.refused.status': 404,
  'access.refused.count': 200,
  'access.refused.paths': 180,
  'access.turned.status': 0,
  'access.turned.before': 0,
  'access.turned.requests': 0,
};
const turned = { ...scanned, 'access.turned.status': 404, 'access.turned.before': 30, 'access.turned.requests': 90 };

test('refusalSignatures leave scanners alone, also where the alert is about 4xx', () => {
  for (const words of ['is edge well?', 'NginxHighHttp4xxErrorRate']) {
    const { confirmed, likely } = judgeFacts(refusalSignatures, 'nginx', scanned, words);

    assert.deepEqual([confirmed, likely], [[], []]);
  }
});

test('refusalSignatures tell what was answered well before, whatever was asked', () => {
  assert.deepEqual(judgeFacts(refusalSignatures, 'nginx', turned).confirmed, ['many-404']);
});

test('refusalSignatures tell a share of each status to who speaks of it', () => {
  const facts = { ...scanned, 'access.count.404': 0, 'access.share.404': 0, 'access.count.403': 50, 'access.share.403': 0.2 };

  assert.deepEqual(judgeFacts(refusalSignatures, 'nginx', facts).confirmed, []);
  assert.deepEqual(judgeFacts(refusalSignatures, 'nginx', facts, '商城打不开').confirmed, ['many-403']);
  assert.ok(JSON.stringify(isTurned(403, 7)).includes('7'));
});
