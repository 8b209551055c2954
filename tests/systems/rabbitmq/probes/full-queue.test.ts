import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cappedFacts, fillOf, lengthFacts } from '../../../../src/systems/rabbitmq/probes/full-queue.ts';
import { queueOf } from '../../../../src/systems/rabbitmq/probes/read-queues.ts';

const policy = {
  ...{ vhost: 'shop', name: 'short', pattern: '^orders$', 'apply-to': 'queues', priority: 3 },
  definition: { 'max-length': 400, overflow: 'reject-publish' },
};

const queueWith = (own: Readonly<Record<string, unknown>>, effective: Readonly<Record<string, unknown>> = policy.definition) =>
  queueOf(
    { name: 'orders', vhost: 'shop', policy: 'short', effective_policy_definition: effective, arguments: own, message_bytes: 90_000 },
    { ready: 400, consumers: 1 },
  );

test('lengthFacts() suggests twice the limit of the policy that sets it', () => {
  const facts = lengthFacts(queueWith({}), policy);

  assert.deepEqual(
    ['name', 'ratio', 'policyVhost', 'policyPattern', 'policyApplyTo', 'policyPriority', 'limit', 'suggestedLimit'].map(
      (name) => facts[`queues.full.${name}`],
    ),
    ['orders in shop', 1, 'shop', '^orders$', 'queues', 3, 'max-length', 800],
  );
});

test('lengthFacts() suggests nothing where the queue’s own limit or that of an operator is the lower one', () => {
  assert.equal(lengthFacts(queueWith({ 'x-max-length': 300 }), policy)['queues.full.suggestedLimit'], null);
  assert.equal(lengthFacts(queueWith({}, { 'max-length': 200 }), policy)['queues.full.suggestedLimit'], null);
  assert.equal(lengthFacts(queueWith({}), null)['queues.full.suggestedLimit'], null);
});

test('lengthFacts() takes the limit of bytes where that is the one that is reached', () => {
  const ofBytes = { ...policy, definition: { 'max-length': 10_000, 'max-length-bytes': 90_000 } };

  const facts = lengthFacts(queueWith({}, ofBytes.definition), ofBytes);

  assert.deepEqual([facts['queues.full.limit'], facts['queues.full.suggestedLimit']], ['max-length-bytes', 180_000]);
  assert.equal(fillOf(queueWith({}, {})), 0);
});

test('cappedFacts() name the queue with the lowest limit at which messages are lost for good', () => {
  const capped = (own: Readonly<Record<string, unknown>>, name: string) =>
    queueOf({ name, vhost: '/', policy: '', effective_policy_definition: {}, arguments: own }, { ready: 0, consumers: 1 });
  const facts = cappedFacts([
    capped({ 'x-max-length': 500 }, 'wide'),
    capped({ 'x-max-length': 10 }, 'narrow'),
    capped({ 'x-max-length': 1, 'x-overflow': 'reject-publish' }, 'refusing'),
    capped({ 'x-max-length': 1, 'x-dead-letter-exchange': 'late' }, 'kept'),
    capped({}, 'free'),
  ]);

  assert.deepEqual([facts['queues.capped.name'], facts['queues.capped.maxLength'], facts['queues.capped.count']], ['narrow', 10, 2]);
  assert.equal(cappedFacts([])['queues.capped.name'], '');
});
