import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rabbitmqSingleActiveSignatures } from '../../../../src/systems/rabbitmq/signatures/single-active.ts';
import { judgeSignature } from '../../linux/diagnose.ts';

const [signature = assert.fail()] = rabbitmqSingleActiveSignatures;

test('rabbitmq.single-active-consumer takes a backlog behind a queue that was declared so, with consumers that stand by', () => {
  const facts = {
    'queues.slow.isSingleActive': true,
    'queues.slow.consumers': 4,
    'queues.slow.growthPerSecond': 8,
    'queues.slow.leftPerSecond': 10,
    'queues.slow.ready': 400,
  };

  assert.equal(judgeSignature(signature, facts), 'confirmed');
  assert.equal(judgeSignature(signature, { ...facts, 'queues.slow.isSingleActive': false }), 'refuted');
  assert.equal(judgeSignature(signature, { ...facts, 'queues.slow.consumers': 1 }), 'no');
  assert.equal(judgeSignature(signature, { ...facts, 'queues.slow.ready': 20 }), 'no');
});
