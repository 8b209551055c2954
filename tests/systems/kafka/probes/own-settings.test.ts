import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TopicSettings } from '../../../../src/systems/kafka/probes/configs.ts';
import { ownFacts, ownOf, withOwnBytes, withOwnSize } from '../../../../src/systems/kafka/probes/own-settings.ts';

function topic(name: string, own: readonly string[], more: Partial<TopicSettings> = {}): TopicSettings {
  const usual = { replicas: 2, minIsr: 1, retentionMs: 60_000, cleanup: 'delete', maxMessageBytes: 1_048_588, isUncleanElected: false };
  return { topic: name, ...usual, own, ...more };
}

const orders = topic('orders', ['max.message.bytes=2048', 'retention.bytes=4096'], { maxMessageBytes: 2_048 });
const mails = topic('mails', ['max.message.bytes=900000', 'retention.bytes=-1'], { maxMessageBytes: 900_000 });

test('ownOf() tells what is set for the topic, and null for what is not', () => {
  assert.deepEqual([ownOf(orders, 'max.message.bytes'), ownOf(orders, 'retention.ms')], ['2048', null]);
});

test('withOwnSize() takes the topic that is spoken of before the smallest', () => {
  assert.equal(withOwnSize([mails, orders], [])?.topic, 'orders');
  assert.equal(withOwnSize([mails, orders], ['mails'])?.topic, 'mails');
});

test('withOwnBytes() takes no topic whose size is not limited', () => {
  assert.equal(withOwnBytes([mails, orders], ['mails'])?.topic, 'orders');
  assert.equal(withOwnBytes([mails], []), undefined);
});

test('ownFacts() names one compacted topic where one is meant, and the narrowest window of timestamps', () => {
  const compacted = ['a', 'b'].map((name) => topic(name, ['cleanup.policy=compact'], { cleanup: 'compact' }));
  const window = topic('c', ['message.timestamp.before.max.ms=60000']);

  assert.equal(ownFacts(compacted, [])['configs.compactedTopic'], '');
  assert.equal(ownFacts(compacted, ['b'])['configs.compactedTopic'], 'b');
  const { 'configs.ownTimestamp.topic': named, 'configs.ownTimestamp.seconds': seconds } = ownFacts([orders, window], []);
  assert.deepEqual([named, seconds], ['c', 60]);
});
