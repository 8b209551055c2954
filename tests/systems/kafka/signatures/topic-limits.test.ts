import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kafkaTopicLimitSignatures } from '../../../../src/systems/kafka/signatures/topic-limits.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const compacted = { 'configs.compacted': 1, 'configs.compactedNames': 'orders', 'configs.compactedTopic': 'orders' };
const small = {
  'broker.message_max_bytes': 1_048_588,
  'configs.ownSize.topic': 'orders',
  'configs.ownSize.bytes': 2_048,
  'configs.ownSize.recordBytes': 400,
  'configs.ownSize.isNamed': false,
  'configs.ownSize.isAskedFor': false,
};
const named = { ...small, 'configs.ownSize.isNamed': true };
const half = { ...named, 'configs.ownSize.bytes': 400_000 };
const refused = { 'logs.topError': 'publishing to orders failed: PLT_KFK_RESPONSE', 'logs.newestError': '' };
const old = { 'configs.ownTimestamp.topic': 'orders', 'configs.ownTimestamp.setting': 'x', 'configs.ownTimestamp.seconds': 60 };
const short = { 'configs.ownBytes.topic': 'orders', 'configs.ownBytes.isShort': true };
const lost = { 'groups.lost.topic': 'orders', 'groups.lost.messages': 900 };

for (const [claim, facts, words, confirmed, likely] of [
  [
    'a limit below what the topic holds, whatever is said',
    { ...small, 'configs.ownSize.recordBytes': 20_000 },
    'x',
    ['message-limit-low'],
    [],
  ],
  ['a limit far below the brokers’, of a topic that gets nothing', named, 'orders gets no new messages', ['message-limit-low'], []],
  ['the same in Chinese', named, 'orders 收不到新消息了', ['message-limit-low'], []],
  ['it is likely where no topic is named', small, 'publishing fails', ['topic-has-own-limit'], ['message-limit-low']],
  ['it is a remark to who asks for something else', named, 'the group billing lags behind in orders', ['topic-has-own-limit'], []],
  ['half the limit is nothing to who gets no messages', half, 'orders gets no new messages', [], []],
  ['and the reason where messages are too large', { ...half, 'configs.ownSize.isAskedFor': true }, 'too large', ['message-limit-low'], []],
  ['it is likely where the log says that writes to it fail', { ...half, ...refused }, 'shop is ill', [], ['message-limit-low']],
  ['no log of another topic counts', { ...half, ...refused, 'configs.ownSize.topic': 'mails' }, 'shop is ill', [], []],
  ['nothing where no topic has a limit of its own', { 'configs.ownSize.topic': '', ...refused }, 'message too large', [], []],
  ['a compacted topic, where records are refused', compacted, 'InvalidRecordException', ['compacted-topic-refuses-keyless'], []],
  ['it is likely where the log says that writes to it fail', { ...compacted, ...refused }, 'x', [], ['compacted-topic-refuses-keyless']],
  ['nothing of a compacted topic by itself', compacted, 'the group billing lags', [], []],
  ['a window of timestamps', old, 'INVALID_TIMESTAMP', [], ['timestamps-refused']],
  ['nothing of the window by itself', old, 'orders gets no new messages', [], []],
  ['a size that keeps minutes, to who misses messages', short, 'billing 丢消息了', ['size-retention-short'], []],
  ['the same where a group has lost some of them', { ...short, ...lost }, 'x', ['size-retention-short'], []],
  ['nothing where it keeps enough', { ...short, 'configs.ownBytes.isShort': false, ...lost }, 'messages are lost', [], []],
] as const)
  test(`kafkaTopicLimitSignatures: ${claim} (${words})`, () => {
    const judged = judgeFacts(kafkaTopicLimitSignatures, 'kafka', facts, words);

    assert.deepEqual([judged.confirmed, judged.likely], [confirmed, likely]);
  });
