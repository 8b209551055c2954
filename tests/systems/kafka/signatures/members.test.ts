import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kafkaMemberSignatures } from '../../../../src/systems/kafka/signatures/members.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const idle = { 'groups.idle.name': 'ledger', 'groups.idle.members': 3, 'groups.idle.partitions': 2, 'groups.idle.lag': 3_400 };
const none = { ...idle, 'groups.idle.members': 0 };

for (const [claim, facts, words, confirmed] of [
  ['more members than partitions, to who has scaled out', idle, '已经从 2 个实例扩到 5 个了，积压还在涨', ['scaled-past-partitions']],
  ['the same in English', idle, 'we scaled to five instances and the lag grows', ['scaled-past-partitions']],
  ['no more than idle members to who asks for the lag', idle, 'KafkaConsumerLag', ['members-idle']],
  ['nothing where each member has work', none, 'we scaled to five instances', []],
] as const)
  test(`kafkaMemberSignatures confirm ${claim}`, () => {
    assert.deepEqual(judgeFacts(kafkaMemberSignatures, 'kafka', facts, words).confirmed, confirmed);
  });
