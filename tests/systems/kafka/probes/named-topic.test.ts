import assert from 'node:assert/strict';
import { test } from 'node:test';
import { topicIn } from '../../../../src/systems/kafka/probes/named-topic.ts';

for (const [words, labels, topic] of [
  ['shop is slow', [{ alertname: 'X', topic: 'orders' }], 'orders'],
  ['UNKNOWN_TOPIC_OR_PARTITION: This server does not host this topic-partition (topic orders.v2)', [], 'orders.v2'],
  ["Topic 'shop-orders' not present in metadata after 60000 ms", [], 'shop-orders'],
  ['主题 orders 不存在', [], 'orders'],
  ['messages of the topic arrive late', [], ''],
  ['topic orders is slow', [], ''],
  ['lag of billing grows', [{ alertname: 'Lag' }], ''],
] as const)
  test(`topicIn() ${topic === '' ? 'finds none in' : `finds ${topic} in`} '${words}'`, () => {
    assert.equal(topicIn(words, labels), topic);
  });
