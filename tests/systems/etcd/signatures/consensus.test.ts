import assert from 'node:assert/strict';
import { test } from 'node:test';
import { consensusSignatures } from '../../../../src/systems/etcd/signatures/consensus.ts';
import { diskSignatures } from '../../../../src/systems/etcd/signatures/disk.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';

const words = 'etcdHighNumberOfLeaderChanges leader changes within 15 minutes: elections, insufficient resources';

for (const [changes, now, isSeen] of [
  [1, 0, false],
  [2, 0, false],
  [9, 0, true],
] as const)
  test(`consensusSignatures: ${changes} changes of leader ${isSeen ? 'are many' : 'are no flapping'}`, () => {
    const facts = { 'activity.leaderChanges': changes, 'activity.leaderChangesPerHour': changes, 'activity.leaderChangesNow': now };

    const { confirmed, likely } = judgeFacts(consensusSignatures, 'etcd', facts, words);

    assert.equal([...confirmed, ...likely].includes('frequent-elections'), isSeen);
  });

test('diskSignatures: a disk that was slow is not said to be slow now, while nothing is written', () => {
  const facts = {
    'activity.fsyncP99Ms': 600,
    'activity.fsyncP99NowMs': null,
    'activity.fsyncsSeen': 900,
    'activity.slowAppliesPerSecond': 1,
  };

  assert.deepEqual(judgeFacts(diskSignatures, 'etcd', facts, 'memory grows'), { confirmed: [], likely: [] });
  assert.deepEqual(judgeFacts(diskSignatures, 'etcd', { ...facts, 'activity.fsyncP99NowMs': 600 }, '').confirmed, ['slow-disk']);
});

test('diskSignatures: an alert of elections says nothing of a disk, and a disk that nobody waits for is not slow', () => {
  const facts = { 'activity.fsyncP99Ms': null, 'activity.fsyncsSeen': 7, 'activity.commitP99Ms': null, 'activity.commitsSeen': 4 };

  assert.deepEqual(judgeFacts(diskSignatures, 'etcd', facts, `${words} slow disk`), { confirmed: [], likely: [] });
  assert.ok(diskSignatures.every(({ hints }) => !new RegExp(hints ?? '$^', 'i').test(words)));
});
