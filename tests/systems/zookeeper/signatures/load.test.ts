import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadSignatures } from '../../../../src/systems/zookeeper/signatures/load.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

for (const [claim, znodes, ephemerals, words, isConfirmed] of [
  ['a million that nobody deletes, whoever asks', 1_000_000, 10, '', true],
  ['tens of thousands, where somebody says that nodes grow', 30_000, 0, 'znode count grows', true],
  ['nothing of as many where nobody speaks of them', 30_000, 0, 'ConnectionLoss', false],
  ['nothing of workers that are there', 30_000, 29_000, 'znode count grows', false],
] as const)
  test(`loadSignatures confirm too many znodes of ${claim}`, () => {
    const facts = { 'activity.znodes': znodes, 'activity.ephemerals': ephemerals };

    assert.equal(judgeFacts(loadSignatures, 'zookeeper', facts, words).confirmed.includes('too-many-znodes'), isConfirmed);
  });

for (const [mean, longest, isLikely] of [
  [4, 4_000, false],
  [15, 4_000, true],
  [35, 40, true],
] as const)
  test(`loadSignatures: an fsync of ${mean} ms on average and ${longest} ms at most ${isLikely ? 'may be' : 'is not'} what is slow`, () => {
    const facts = { 'activity.fsyncMs': mean, 'activity.fsyncMaxMs': longest };

    assert.equal(judgeFacts(loadSignatures, 'zookeeper', facts, 'high latency').likely.includes('slow-fsync'), isLikely);
  });
