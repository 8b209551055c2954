import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessRuleSignatures } from '../../../../src/systems/nginx/signatures/access-rules.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const denied = {
  'log.count.accessForbidden': 54,
  'access.share.403': 0.8,
  'access.refused.clients': 1,
  'access.turned.status': 403,
  'access.turned.before': 20,
  'access.turned.requests': 54,
  'deny.rule': 'deny 10.0.0.9',
  'deny.trafficShare': 1,
  'deny.isRealIpSet': false,
};

test('accessRuleSignatures tell a proxy that is denied with all its users', () => {
  assert.ok(judgeFacts(accessRuleSignatures, 'nginx', denied).confirmed.includes('proxy-address-denied'));
});

test('accessRuleSignatures tell one user of many as that, where the real address is known or traffic is spread', () => {
  for (const facts of [{ 'deny.isRealIpSet': true }, { 'deny.trafficShare': 0.2 }])
    assert.deepEqual(judgeFacts(accessRuleSignatures, 'nginx', { ...denied, ...facts }).confirmed, ['access-rule-denies']);
});

test('accessRuleSignatures leave a rule alone that keeps one scanner out', () => {
  const scanner = { ...denied, 'access.share.403': 0.1, 'access.turned.status': 0, 'deny.trafficShare': 0.1 };
  const { confirmed, likely } = judgeFacts(accessRuleSignatures, 'nginx', scanner, 'is edge well?');

  assert.deepEqual([confirmed, likely], [[], []]);
});

test('accessRuleSignatures tell missing files only of what was there before', () => {
  const missing = { 'log.count.fileMissing': 200, 'access.turned.status': 404, 'access.turned.before': 0, 'access.turned.requests': 200 };

  assert.deepEqual(judgeFacts(accessRuleSignatures, 'nginx', missing, '404').confirmed, []);
  assert.deepEqual(judgeFacts(accessRuleSignatures, 'nginx', { ...missing, 'access.turned.before': 9 }).confirmed, ['files-missing']);
});
