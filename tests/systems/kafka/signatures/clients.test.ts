import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kafkaClientSignatures } from '../../../../src/systems/kafka/signatures/clients.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const gone = { 'topic.name': 'orders', 'topic.isThere': false };

for (const [claim, facts, words, confirmed] of [
  ['a topic that is not there, where clients say so', gone, 'UNKNOWN_TOPIC_OR_PARTITION', ['topic-missing']],
  ['nothing of a topic that is there', { ...gone, 'topic.isThere': true }, 'the group billing lags', []],
  [
    'no quota that leaves room',
    { 'quotas.count': 1, 'quotas.tightest.whose': 'user x', 'quotas.tightest.bytesPerSecond': 5e7 },
    'throttled',
    [],
  ],
] as const)
  test(`kafkaClientSignatures confirm ${claim}`, () => {
    assert.deepEqual(judgeFacts(kafkaClientSignatures, 'kafka', facts, words).confirmed, confirmed);
  });
